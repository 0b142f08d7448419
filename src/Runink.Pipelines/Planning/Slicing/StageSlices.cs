using Runink.Pipelines.Types;

namespace Runink.Pipelines.Planning.Slicing;

/// <summary>
/// A stage as it is cut into processes, and the flows between them. Pure: the same plan is always cut the same way. Every operator is
/// computed by exactly one engine slice; that of a program is the one that reads and judges what the program returns.
/// </summary>
/// <param name="Slices">In topological order.</param>
/// <param name="Edges">Ordered by writer, flow and reader.</param>
public sealed record StageSlices(EquatableList<PlannedSlice> Slices, EquatableList<SliceEdge> Edges)
{
    /// <summary>
    /// Cuts a stage. Operators stay together unless a program stands between them or the scenario isolates its steps; a validation always
    /// stays with the source that it reads.
    /// </summary>
    public static StageSlices Cut(ScenarioPlan plan)
    {
        var isolated = plan.Resources.Isolation != SliceIsolation.Fused;
        var keys = isolated ? StepOwners(plan) : Levels.Of(plan);
        List<PlannedSlice> slices = [];
        var computedBy = new int[plan.Nodes.Count];
        List<SliceEdge> edges = [];
        foreach (var group in plan.Nodes.GroupBy(node => keys[node.Id]).OrderBy(group => group.Key))
        {
            List<PlanNode> nodes = [.. group];
            var programs = nodes.OfType<ProgramNode>().ToDictionary(node => node.Id, node => AddProgram(node, slices));
            var engine = new PlannedSlice(slices.Count, SliceKind.Engine, [.. nodes.Select(node => node.Id)], Why(isolated));
            slices.Add(engine);
            foreach (var node in nodes) computedBy[node.Id] = engine.Index;
            edges.AddRange(nodes.SelectMany(node => EdgesInto(node, engine.Index, programs, computedBy)));
        }

        if (slices is [var only]) slices[0] = only with { Why = null };
        return new([.. slices], [.. edges.Distinct().OrderBy(edge => edge.From).ThenBy(edge => edge.Node).ThenBy(edge => edge.To)]);
    }

    /// <summary>The index of the engine slice that computes an operator's flow.</summary>
    public int ComputedBy(int node) => Slices.Single(slice => slice.Kind == SliceKind.Engine && slice.Nodes.Contains(node)).Index;

    /// <summary>What a slice does, for people.</summary>
    public string WorkOf(PlannedSlice slice, ScenarioPlan plan) => SliceWords.What(slice, plan);

    private static int AddProgram(ProgramNode node, List<PlannedSlice> slices)
    {
        slices.Add(new(slices.Count, SliceKind.Program, [node.Id], "a program of one's own runs alone"));
        return slices.Count - 1;
    }

    private static IEnumerable<SliceEdge> EdgesInto(PlanNode node, int slice, Dictionary<int, int> programs, int[] computedBy)
    {
        if (node is ProgramNode program)
        {
            var runs = programs[node.Id];
            return [new(node.Inputs[0], computedBy[node.Inputs[0]], runs, program.Format, program.Reads), new(node.Id, runs, slice, program.Format)];
        }

        return node.Inputs.Where(input => computedBy[input] != slice).Select(input => new SliceEdge(input, computedBy[input], slice, RecordFormat.Arrow));
    }

    // The id of the first operator of each process stands for it; a validation belongs to its source.
    private static int[] StepOwners(ScenarioPlan plan)
    {
        var owners = plan.Nodes.Select(node => node.Id).ToArray();
        foreach (var validation in plan.Nodes.OfType<ValidateNode>()) owners[validation.Id] = validation.Inputs[0];
        return owners;
    }

    private static string Why(bool isolated) => isolated ? "the scenario isolates its steps" : "a program stands between it and the other steps";
}
