namespace Runink.Raft;

/// <summary>What followers answer to entries (Raft paper, section 5.3).</summary>
internal static class AppendResponses
{
    public static void Handle(NodeState node, AppendAccepted response)
    {
        if (node.Lead is not { } lead || lead.Peers.Find(response.From) is not { } peer) return;
        RaftAssert.That(response.Match <= node.Log.LastIndex, "a follower acknowledges entries that its leader does not have");
        peer.Active = true;
        if (response.Match < peer.Match) return;
        peer.Match = response.Match;
        switch (peer.State)
        {
            case PeerState.Probe:
                peer.BecomeReplicate();
                break;
            case PeerState.Snapshot when peer.Match >= node.Log.Base.Index:
                peer.BecomeReplicate();
                break;
            case PeerState.Replicate:
                peer.Next = LogIndex.Max(peer.Next, peer.Match.Next);
                peer.Window.FreeThrough(peer.Match);
                break;
        }

        Committing.Advance(node);
        Transfers.GoOn(node, lead, peer);
    }

    public static void Handle(NodeState node, AppendRejected response)
    {
        if (node.Lead is not { } lead || lead.Peers.Find(response.From) is not { } peer) return;
        peer.Active = true;
        if (response.Lost)
        {
            // What it acknowledged is gone from its disk. Counting it less is always safe; counting it on would not be.
            peer.Match = LogIndex.Min(peer.Match, response.Hint.Index);
            peer.BecomeProbe(response.Hint.Index.Next);
            return;
        }

        switch (peer.State)
        {
            case PeerState.Replicate when response.Rejected > peer.Match:
                peer.BecomeProbe(BackOff(node, peer, response));
                break;
            case PeerState.Probe when response.Rejected == peer.Next.Previous:
                peer.BecomeProbe(BackOff(node, peer, response));
                break;
        }
    }

    /// <summary>
    /// The next entry to try: after the last one that can agree, given where and in which term the follower's log may
    /// (Raft paper, end of section 5.3: one rejection a term, not one an entry).
    /// </summary>
    private static LogIndex BackOff(NodeState node, Peer peer, AppendRejected response)
    {
        var agreed = node.Log.LastAtMost(response.Hint.Index, response.Hint.Term).Index;
        return LogIndex.Max(peer.Match.Next, LogIndex.Min(response.Rejected, agreed.Next));
    }
}
