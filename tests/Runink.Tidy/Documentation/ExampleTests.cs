using Runink.Pipelines.Contracts;
using Runink.Pipelines.Features;
using Runink.Pipelines.Planning;
using Runink.Pipelines.Projects;

namespace Runink.Tidy.Documentation;

/// <summary>What the documentation shows is what Runink takes.</summary>
public sealed class ExampleTests
{
    private static readonly string[] PlannedPages = ["docs/guides/write-a-contract.md", "docs/guides/personal-data.md"];

    [Fact]
    public void Every_feature_and_step_in_the_documentation_binds()
    {
        var found = from block in CodeBlock.All("gherkin")
                    from diagnostic in FeatureReader.Read(Whole(block.Text), block.Page).Diagnostics
                    select $"{block}: {diagnostic.Message}";
        Findings.None(found);
    }

    [Fact]
    public void Every_contract_in_the_documentation_can_be_read()
    {
        var found = new List<string>();
        foreach (var page in CodeBlock.Pages.Where(page => ExampleProject.Contracts(page).Any()))
        {
            using var example = new ExampleProject(page);
            var project = Project.Find(example.Root);
            foreach (var file in Directory.EnumerateFiles(Path.Combine(example.Root, "contracts")))
            {
                var reading = ContractReader.Read(project, $"contracts/{Path.GetFileName(file)}", at: null);
                found.AddRange(reading.Diagnostics.Select(diagnostic => $"{page}: {diagnostic.Message}"));
            }
        }

        Findings.None(found);
    }

    [Fact]
    public void Every_feature_of_a_page_that_brings_its_contracts_passes_the_check()
    {
        var found = new List<string>();
        foreach (var page in PlannedPages)
        {
            using var example = new ExampleProject(page);
            foreach (var block in ExampleProject.Features(page))
            {
                var feature = FeatureReader.Read(block.Text, "features/example.feature").Feature!;
                var options = new PlanOptions(new PlaceholderValues(new Dictionary<string, string>(), DateTimeOffset.UnixEpoch));
                var planned = Planner.Plan([feature], Project.Find(example.Root), options);
                found.AddRange(planned.Diagnostics.Select(diagnostic => $"{block}: {diagnostic.Message} {diagnostic.Hint}"));
            }
        }

        Findings.None(found);
    }

    private static string Whole(string text)
    {
        if (text.Contains("Feature:", StringComparison.Ordinal)) return text;
        return $"Feature: An example\n\n  Scenario: It\n{string.Concat(text.TrimEnd('\n').Split('\n').Select(line => $"    {line}\n"))}";
    }
}
