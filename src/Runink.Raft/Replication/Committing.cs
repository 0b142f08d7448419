namespace Runink.Raft;

/// <summary>Decides what is committed (Raft paper, sections 5.3 and 5.4.2).</summary>
internal static class Committing
{
    /// <summary>
    /// Commits what a majority of every roster holds durably, if it is of the leader's own term: entries of earlier terms only
    /// follow (figure 8 of the paper). As long as an earlier leader may serve reads under its lease, nothing is.
    /// </summary>
    public static void Advance(NodeState node)
    {
        if (node.Lead is not { } lead) return;
        var agreed = new LogIndex(lead.Peers.Agreed(node.Membership, peer => peer.Match.Value));
        if (agreed <= node.Commit || node.Log.TermAt(agreed) != node.Term) return;
        if (lead.CommitNotBefore is { } wait && node.Now < wait) return;
        node.Commit = agreed;
        lead.Lease.Committed(agreed);
        MembershipChanges.AfterCommit(node, lead);
    }

    /// <summary>The leader's own disk has more: it counts itself as it counts everyone else.</summary>
    public static void CountSelf(NodeState node)
    {
        if (node.Lead is not { } lead || lead.Peers.Find(node.Id) is not { } self) return;
        self.Match = node.Writer.Durable;
        Advance(node);
    }
}
