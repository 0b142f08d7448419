namespace Runink.Raft;

/// <summary>
/// Heartbeats carry no entries, so that those of many groups fit in one message between two nodes; the answers confirm the leader
/// to its readers (thesis, section 6.4).
/// </summary>
internal static class Heartbeats
{
    public static void Broadcast(NodeState node, Leadership lead, bool sleep = false)
    {
        foreach (var peer in lead.Peers.All)
        {
            if (peer.Id == node.Id) continue;
            // Never beyond what the peer is known to hold: the rest of its log may still be of another history.
            var commit = LogIndex.Min(peer.Match, node.Commit);
            node.Out.Send(new Heartbeat(node.Options.Group, node.Id, peer.Id, node.Term, commit, lead.Reads.Round, sleep));
        }
    }

    public static void Handle(NodeState node, Heartbeat heartbeat)
    {
        Following.Hear(node, heartbeat.From);
        Following.CommitThrough(node, heartbeat.Commit);
        var awake = heartbeat.Sleep && !Sleeping.TryFallAsleep(node, heartbeat.Commit);
        if (heartbeat.Sleep && !awake) return;
        Respond(node, heartbeat.ReadRound, awake);
        AppendRequests.ReportLost(node, heartbeat);
    }

    /// <summary>Tells the leader that this node follows it.</summary>
    public static void Respond(NodeState node, long readRound, bool awake) => node.Out.Send(new HeartbeatResponse(
        node.Options.Group, node.Id, node.Leader, node.Term, readRound, node.Shelf.ServedIndex, awake, FeedTaking.Feeder(node)));

    public static void Handle(NodeState node, HeartbeatResponse response)
    {
        if (node.Lead is not { } lead || lead.Peers.Find(response.From) is not { } peer) return;
        (peer.Active, peer.ProbeSent, peer.Snapshot) = (true, false, response.Snapshot);
        peer.FedBy = response.Feeder;
        if (peer.State == PeerState.Replicate && peer.Match < node.Log.LastIndex)
        {
            // It lives and has not acknowledged everything: perhaps messages were lost. An empty append finds out.
            if (Replicator.IsBlocked(node, peer)) peer.Window.FreeFirst();
            peer.Recheck = peer.Next > node.Log.LastIndex || Replicator.IsBlocked(node, peer);
        }

        if (response.ReadRound <= peer.ReadRound) return;
        peer.ReadRound = response.ReadRound;
        lead.Reads.Confirm(node, lead);
    }
}
