namespace Runink.Simulation;

/// <summary>
/// An operator turns off machines that were taken out of the group; not at once, so that they can still disturb.
/// </summary>
internal static class Retirement
{
    public static void OfRemovedMachines(FaultScene scene)
    {
        foreach (var node in Removed(scene.Cluster))
            if (scene.Chance.Below(4) == 0) node.End(NodeStatus.Retired);
    }

    /// <summary>Turns off all of them.</summary>
    public static void Complete(SimulatedCluster cluster)
    {
        foreach (var node in Removed(cluster)) node.End(NodeStatus.Retired);
    }

    private static List<SimulatedNode> Removed(SimulatedCluster cluster)
    {
        var rosters = DataBudget.RostersInForce(cluster).ToList();
        return [.. cluster.Nodes.Where(node => !node.IsGone && !rosters.Any(roster => roster.Find(node.Id) is not null))];
    }
}
