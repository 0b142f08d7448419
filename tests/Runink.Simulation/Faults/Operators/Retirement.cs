namespace Runink.Simulation;

/// <summary>
/// An operator turns off machines that were taken out of the group; not at once, so that they can still disturb.
/// </summary>
internal static class Retirement
{
    public static void OfRemovedMachines(FaultScene scene)
    {
        var rosters = DataBudget.RostersInForce(scene.Cluster).ToList();
        foreach (var node in scene.Cluster.Nodes)
        {
            if (node.IsGone || rosters.Any(roster => roster.Find(node.Id) is not null)) continue;
            if (scene.Chance.Below(4) == 0) node.End(NodeStatus.Retired);
        }
    }
}
