using Runink.Pipelines.Diagnostics;

namespace Runink.Pipelines.Planning;

/// <summary>What planning yielded.</summary>
/// <param name="Scenarios">The scenarios that could be planned, writers before readers; empty of those that have errors.</param>
/// <param name="Dependencies">Which of them reads what another one writes.</param>
/// <param name="Diagnostics">Everything found. Nothing may run when one of them is an error.</param>
public sealed record PlanningResult(
    IReadOnlyList<ScenarioPlan> Scenarios,
    IReadOnlyList<ScenarioDependency> Dependencies,
    IReadOnlyList<Diagnostic> Diagnostics)
{
    /// <summary>Whether anything stops the run.</summary>
    public bool HasErrors => Diagnostics.Any(diagnostic => diagnostic.IsError);

    /// <summary>The scenarios that must have published before this one may start.</summary>
    public IEnumerable<ScenarioPlan> Needs(ScenarioPlan scenario) =>
        Dependencies.Where(edge => ReferenceEquals(edge.Reader, scenario)).Select(edge => edge.Writer).Distinct();
}

/// <summary>One scenario reads what another one writes.</summary>
/// <param name="Reader">It runs after <paramref name="Writer"/>.</param>
/// <param name="Writer">It publishes the dataset.</param>
/// <param name="Dataset">The dataset that connects them.</param>
public sealed record ScenarioDependency(ScenarioPlan Reader, ScenarioPlan Writer, DatasetRef Dataset);
