namespace Runink.Raft;

/// <summary>
/// A node that hears its leader disregards elections, so that a removed or partitioned node cannot depose it
/// (thesis, section 4.2.3).
/// </summary>
internal static class Stickiness
{
    public static bool Holds(NodeState node) =>
        node.Options.CheckQuorum && node.Leader != NodeId.None && node.Timer.Elapsed < node.Options.ElectionTicks;
}
