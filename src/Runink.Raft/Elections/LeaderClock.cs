namespace Runink.Raft;

/// <summary>A tick of a leader: heartbeats, and the reasons to give up its office by itself.</summary>
internal static class LeaderClock
{
    public static void Tick(NodeState node, Leadership lead)
    {
        if (node.Writes.OldestAge >= node.Options.WriteStallTicks)
        {
            // A leader whose disk hangs blocks the group while its heartbeats keep others from taking over.
            Roles.BecomeFollower(node, node.Term, NodeId.None);
            return;
        }

        node.Timer.Tick();
        if (node.Timer.Elapsed >= node.Options.ElectionTicks)
        {
            node.Timer.Heard();
            if (node.Options.CheckQuorum && !lead.Peers.ActiveQuorum(node))
            {
                Roles.BecomeFollower(node, node.Term, NodeId.None);
                return;
            }
        }

        Transfers.Tick(node, lead);
        Committing.Advance(node);
        Sleeping.Tick(node, lead);
        if (++lead.HeartbeatElapsed < node.Options.HeartbeatTicks || node.Sleep.IsAsleep) return;
        lead.HeartbeatElapsed = 0;
        foreach (var peer in lead.Peers.All) peer.Beat(node.Commit, patience: node.Options.ElectionTicks / node.Options.HeartbeatTicks);
        Heartbeats.Broadcast(node, lead);
        SnapshotOffers.Repeat(node, lead);
    }
}
