using Runink.Cli.Output;
using Runink.Pipelines.Diagnostics;
using Runink.Pipelines.Planning;

namespace Runink.Cli.Projects;

/// <summary>Takes loaded features on: shows what was found, and picks the scenario that was asked for.</summary>
internal static class ScenarioChoice
{
    /// <summary>The plan of one scenario, or of all.</summary>
    /// <exception cref="RuninkException">The features have an error, or none of their scenarios has that name.</exception>
    public static PlanningResult Pick(LoadedFeatures loaded, string? scenario, Terminal terminal)
    {
        terminal.SourceRoot = loaded.Project.Root;
        foreach (var warning in loaded.Diagnostics.Where(diagnostic => !diagnostic.IsError)) terminal.Report(warning);
        if (loaded.HasErrors) throw terminal.Refuse(loaded.Diagnostics);
        if (scenario is null) return loaded.Plan;
        var chosen = loaded.Plan.Scenarios.Where(plan => plan.Name == scenario).ToList();
        if (chosen.Count == 0)
        {
            var names = loaded.Plan.Scenarios.Select(plan => plan.Name).ToList();
            throw CliErrors.NotFound(
                $"no scenario is called \"{scenario}\"",
                Suggestions.DidYouMean(scenario, names) ?? $"there are {string.Join(", ", names.Select(name => $"\"{name}\""))}");
        }

        var edges = loaded.Plan.Dependencies.Where(edge => chosen.Contains(edge.Reader) && chosen.Contains(edge.Writer));
        return loaded.Plan with { Scenarios = chosen, Dependencies = [.. edges] };
    }
}
