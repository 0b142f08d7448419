using System.Globalization;

namespace Runink.Pipelines.Planning.Slicing;

/// <summary>Says in a few lines how a stage is cut into processes.</summary>
internal static class SliceWords
{
    /// <summary>The lines; none for a stage that is one process.</summary>
    public static IEnumerable<string> Of(ScenarioPlan plan)
    {
        var cut = StageSlices.Cut(plan);
        if (cut.Slices.Count == 1) yield break;
        yield return $"in {cut.Slices.Count.ToString(CultureInfo.InvariantCulture)} processes:";
        foreach (var slice in cut.Slices)
        {
            yield return $"  {Number(slice.Index)} {What(slice, plan)}: {slice.Why}";
            foreach (var edge in cut.Edges.Where(edge => edge.From == slice.Index))
                yield return $"      {plan.Nodes[edge.Node].Flow} to {Number(edge.To)}, {(edge.Format == RecordFormat.Arrow ? "Arrow" : "JSON lines")}";
        }
    }

    /// <summary>What a slice does.</summary>
    public static string What(PlannedSlice slice, ScenarioPlan plan) => slice.Kind == SliceKind.Program
        ? ((ProgramNode)plan.Nodes[slice.Nodes[0]]).Called
        : $"makes {string.Join(", ", slice.Nodes.Select(node => plan.Nodes[node].Flow).Distinct())}";

    private static string Number(int index) => (index + 1).ToString(CultureInfo.InvariantCulture);
}
