using Runink.Pipelines.Diagnostics;
using Runink.Pipelines.Features;
using Runink.Pipelines.Planning.Datasets;
using Runink.Pipelines.Projects;

namespace Runink.Pipelines.Planning;

/// <summary>
/// Plans bound features: types and classifications of every step, before anything runs. Reads contracts and Parquet footers,
/// never data. Thread-safe.
/// </summary>
public static class Planner
{
    /// <summary>Plans the scenarios of features together, since one may read what another writes.</summary>
    /// <param name="features">Features of one project.</param>
    /// <param name="project">The project, whose path rules hold.</param>
    /// <param name="options">Values for placeholders.</param>
    public static PlanningResult Plan(IReadOnlyList<BoundFeature> features, Project project, PlanOptions options)
    {
        using var context = new PlanningContext(project, options);
        var diagnostics = new List<Diagnostic>();
        var nodes = new List<GraphNode>();
        foreach (var (feature,
            scenario) in features.SelectMany(feature => feature.Scenarios.Select(scenario => (feature, scenario))))
        {
            if (scenario.IsTest)
                diagnostics.Add(
                    PlanErrors.TestNotRun.Warning($"\"{scenario.Name}\" is checked for its wording only", scenario.At));
            else nodes.Add(ScenarioGraph.Read(feature, scenario, context));
        }

        ScenarioGraph.ReportSharedSinks(nodes, diagnostics);
        var plans = new List<(GraphNode Node, ScenarioPlan Plan)>();
        foreach (var node in ScenarioGraph.Order(nodes, diagnostics))
        {
            if (ScenarioPlanner.Plan(node.Feature, node.Scenario, context, diagnostics) is not { } plan) continue;
            context.AddWritten(plan);
            plans.Add((node, plan));
        }

        return new PlanningResult([.. plans.Select(entry => entry.Plan)], [.. Dependencies(plans)],
            InOrder(diagnostics, features));
    }

    private static IEnumerable<ScenarioDependency> Dependencies(List<(GraphNode Node, ScenarioPlan Plan)> plans) =>
        from reader in plans
        from writer in plans
        where !ReferenceEquals(reader.Plan, writer.Plan)
        let dataset = ScenarioGraph.Connection(writer.Node, reader.Node)
        where dataset is not null
        select new ScenarioDependency(reader.Plan, writer.Plan, dataset);

    // As a person reads: feature by feature, line by line; a background step that fails in every scenario is said once.
    private static List<Diagnostic> InOrder(List<Diagnostic> diagnostics, IReadOnlyList<BoundFeature> features)
    {
        var files = features.Select(feature => feature.File).ToList();
        return
        [
            .. diagnostics.DistinctBy(found => (found.Definition.Code, found.Message, found.At))
                .OrderBy(found => found.At is null ? -1 : files.IndexOf(found.At.File))
                .ThenBy(found => found.At?.Line)
                .ThenBy(found => found.At?.Column),
        ];
    }
}
