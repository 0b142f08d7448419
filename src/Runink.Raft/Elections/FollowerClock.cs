namespace Runink.Raft;

/// <summary>
/// A tick of a node that does not lead: without word of a leader an election becomes due (Raft paper, section 5.2).
/// </summary>
internal static class FollowerClock
{
    public static void Tick(NodeState node)
    {
        node.Timer.Tick();
        if (!node.Timer.IsDue) return;
        if (Campaign.IsOpenTo(node) && node.Options.Priority > 0)
        {
            Campaign.Start(node);
            return;
        }

        // It cannot stand, but it must not go on sending work to a leader that is gone.
        Roles.BecomeFollower(node, node.Term, NodeId.None);
        node.Timer.Restart();
    }
}
