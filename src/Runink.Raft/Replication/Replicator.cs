namespace Runink.Raft;

/// <summary>
/// Sends the log to the peers (AppendEntries, Raft paper section 5.3), pipelined: ahead of their answers, and ahead of the
/// leader's own disk (thesis, sections 10.2.1 and 10.2.2).
/// </summary>
internal static class Replicator
{
    public static void SendAll(NodeState node, Leadership lead)
    {
        foreach (var peer in lead.Peers.All)
            if (peer.Id != node.Id) SendTo(node, peer);
    }

    /// <summary>Whether there are entries for the peer that must wait until its window has room.</summary>
    public static bool IsBlocked(NodeState node, Peer peer) =>
        node.Log.Contains(peer.Next) && !peer.Window.HasRoom(node.Log.At(peer.Next).Size);

    private static void SendTo(NodeState node, Peer peer)
    {
        while (MaySend(node, peer))
        {
            var previous = peer.Next.Previous;
            if (previous < node.Log.Base.Index)
            {
                SnapshotOffers.Begin(node, peer);
                return;
            }

            var entries = NextEntries(node, peer);
            Send(node, peer, previous, entries);
            if (peer.State == PeerState.Probe)
            {
                peer.ProbeSent = true;
                return;
            }

            peer.Next += entries.Length;
            if (entries.Length == 0) return;
        }
    }

    /// <summary>Whether there is something to say, and the peer may be sent it now.</summary>
    private static bool MaySend(NodeState node, Peer peer)
    {
        var behind = peer.Next <= node.Log.LastIndex;
        var untold = peer.CommitSent < node.Commit;
        var isFed = peer.Feeder != NodeId.None && !node.Membership.Votes(peer.Id);
        return peer.State switch
        {
            PeerState.Probe => !peer.ProbeSent && (behind || untold || peer.Match < node.Log.LastIndex),
            PeerState.Replicate when isFed => false,
            PeerState.Replicate => peer.Recheck || (behind && !IsBlocked(node, peer)) || (!behind && untold),
            _ => false,
        };
    }

    private static Entry[] NextEntries(NodeState node, Peer peer)
    {
        if (peer.State == PeerState.Replicate && IsBlocked(node, peer)) return [];
        var bytes = Math.Min(node.Options.MaxBatchBytes, peer.Window.Room);
        return node.Log.Slice(peer.Next, node.Log.LastIndex, node.Options.MaxBatchEntries, bytes);
    }

    private static void Send(NodeState node, Peer peer, LogIndex previous, Entry[] entries)
    {
        RaftAssert.That(node.Log.TermAt(previous) is not null, "a leader does not know its own log");
        if (node.Membership.IsWitness(peer.Id))
            for (var i = 0; i < entries.Length; i++) entries[i] = entries[i].Bare();
        var last = previous + entries.Length;
        if (entries.Length > 0 && peer.State == PeerState.Replicate)
            peer.Window.Add(last, node.Log.BytesBetween(previous, last));
        (peer.CommitSent, peer.Recheck) = (LogIndex.Max(peer.CommitSent, LogIndex.Min(node.Commit, last)), false);
        node.Out.Send(new AppendRequest(
            node.Options.Group, node.Id, peer.Id, node.Term, new LogPosition(previous, node.Log.TermAt(previous)!.Value), entries,
            node.Commit));
    }
}
