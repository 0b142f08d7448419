namespace Runink.Pipelines.Planning.Slicing;

/// <summary>
/// Which operators can share a process. Each program is a wall: what feeds it stands before, what reads it behind. An operator stands as
/// late as those that read it allow, so that a flow that nobody needs earlier does not cross the wall.
/// </summary>
internal static class Levels
{
    /// <summary>For every operator the number of walls before the process that computes it.</summary>
    public static int[] Of(ScenarioPlan plan)
    {
        var levels = Earliest(plan);
        var fixedHere = plan.Sinks.Select(sink => (int?)sink.Input).Concat(plan.Checks.Select(check => check.Input)).ToHashSet();
        foreach (var node in plan.Nodes.Reverse())
        {
            if (node is ProgramNode || fixedHere.Contains(node.Id)) continue;
            var readers = plan.Nodes.Where(reader => reader.Inputs.Contains(node.Id)).ToList();
            if (readers.Count > 0) levels[node.Id] = readers.Min(reader => levels[reader.Id] - (reader is ProgramNode ? 1 : 0));
        }

        // A validation reads its source itself, so both stand where the earlier of them must.
        foreach (var validation in plan.Nodes.OfType<ValidateNode>())
        {
            var both = Math.Min(levels[validation.Id], levels[validation.Inputs[0]]);
            (levels[validation.Id], levels[validation.Inputs[0]]) = (both, both);
        }

        return levels;
    }

    private static int[] Earliest(ScenarioPlan plan)
    {
        var levels = new int[plan.Nodes.Count];
        foreach (var node in plan.Nodes)
        {
            var before = node.Inputs.Count == 0 ? 0 : node.Inputs.Max(input => levels[input]);
            levels[node.Id] = node is ProgramNode ? before + 1 : before;
        }

        return levels;
    }
}
