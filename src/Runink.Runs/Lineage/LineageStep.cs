using System.Text.Json;
using Runink.Pipelines.Diagnostics;
using Runink.Pipelines.Planning;
using Runink.Pipelines.Types;

namespace Runink.Runs.Lineage;

/// <summary>One operator of a stage, as lineage shows it.</summary>
/// <param name="Id">Node id within the plan.</param>
/// <param name="Kind">What it does: <c>source</c>, <c>validate</c>, <c>mask</c>, <c>sql</c>, …</param>
/// <param name="Flow">The flow it makes.</param>
/// <param name="Inputs">Ids of the operators it reads.</param>
/// <param name="Dataset">For a source, the dataset it reads.</param>
/// <param name="At">The step in the feature.</param>
public sealed record LineageStep(int Id, string Kind, string Flow, EquatableList<int> Inputs, string? Dataset, SourceSpan At)
{
    /// <summary>The steps of a plan, in its order.</summary>
    public static EquatableList<LineageStep> Of(ScenarioPlan plan) =>
        [.. plan.Nodes.Select(node => new LineageStep(
            node.Id, KindOf(node), node.Flow, node.Inputs, (node as SourceNode)?.Dataset.Identity, node.At))];

    private static string KindOf(PlanNode node) =>
        JsonNamingPolicy.CamelCase.ConvertName(node.GetType().Name.Replace("Node", "", StringComparison.Ordinal));
}
