using Runink.Pipelines.Features;

namespace Runink.Pipelines.Tests.Features;

public sealed class StepReferenceTests
{
    [Fact]
    public void The_committed_page_of_steps_is_the_generated_one()
    {
        var path = Path.Combine(RepositoryFiles.Root, "docs", "reference", "steps.md");
        var page = StepReference.Render(StepCatalogue.All);
        if (Environment.GetEnvironmentVariable("RUNINK_UPDATE") is "1") File.WriteAllText(path, page);
        var isCurrent = File.Exists(path) && File.ReadAllText(path) == page;
        Assert.True(isCurrent, "docs/reference/steps.md is stale: run the tests with RUNINK_UPDATE=1");
    }
}
