using System.Text.Json;
using Runink.Pipelines.Features;

namespace Runink.Cli.Tests.Commands;

public sealed class StepsCommandTests
{
    [Fact]
    public async Task Every_step_of_the_catalogue_is_listed()
    {
        var outcome = await Runi.InProcessAsync("steps");

        Assert.Equal(0, outcome.ExitCode);
        Assert.All(StepCatalogue.All, step => Assert.Contains(step.Expression, outcome.Output, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Words_narrow_the_list()
    {
        var outcome = await Runi.InProcessAsync("steps", "joined", "ALL", "-o", "json");

        var ids = JsonDocument.Parse(outcome.Output).RootElement.EnumerateArray().Select(step => step.GetProperty("id").GetString()).ToList();
        Assert.NotEmpty(ids);
        Assert.All(ids, id => Assert.StartsWith("join.", id!, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_word_that_no_step_has_is_not_found()
    {
        var outcome = await Runi.InProcessAsync("steps", "teleported");

        Assert.Equal(3, outcome.ExitCode);
        Assert.Contains("no step mentions teleported", outcome.Error, StringComparison.Ordinal);
        Assert.Empty(outcome.Output);
    }
}
