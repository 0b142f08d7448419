namespace Runink.Raft;

/// <summary>The changes of role (Raft paper, figure 4).</summary>
internal static class Roles
{
    /// <summary>Follows a leader, or waits for one.</summary>
    public static void BecomeFollower(NodeState node, Term term, NodeId leader)
    {
        RaftAssert.That(term >= node.Term, "a term goes back");
        EndLeadership(node);
        if (term > node.Term) (node.Term, node.VotedFor, node.Leader) = (term, NodeId.None, NodeId.None);
        // A newer term alone does not put off the own election (Raft paper, section 5.2: only a leader's word and a vote given
        // do), or a candidate that cannot win would keep those from standing who can.
        if (node.Role != Role.Follower) node.Timer.Restart();
        node.Role = Role.Follower;
        node.Votes.Clear();
        Follow(node, leader);
        if (leader == NodeId.None) Abandon(node);
    }

    /// <summary>Learns who leads the term.</summary>
    public static void Follow(NodeState node, NodeId leader)
    {
        if (node.Leader == leader) return;
        RaftAssert.That(leader == NodeId.None || node.Leader == NodeId.None, "a term has two leaders");
        node.Leader = leader;
        Abandon(node);
        if (leader == NodeId.None || node.HandedTo == NodeId.None) return;
        node.Out.Add(new TransferEnded(node.HandedTo, node.HandedTo == leader));
        node.HandedTo = NodeId.None;
    }

    /// <summary>Asks who would vote for it; nothing of the term changes (thesis, section 9.6).</summary>
    public static void BecomePreCandidate(NodeState node)
    {
        RaftAssert.That(node.Role != Role.Leader, "a leader stands for election");
        node.Role = Role.PreCandidate;
        node.Votes.Clear();
        node.Timer.Restart();
        Follow(node, NodeId.None);
    }

    /// <summary>Moves to a new term and votes for itself (Raft paper, section 5.2).</summary>
    public static void BecomeCandidate(NodeState node)
    {
        RaftAssert.That(node.Role != Role.Leader, "a leader stands for election");
        node.Role = Role.Candidate;
        (node.Term, node.VotedFor) = (node.Term.Next, node.Id);
        node.Writes.WithdrawElections(node.Term);
        node.Votes.Clear();
        node.Timer.Restart();
        Follow(node, NodeId.None);
    }

    /// <summary>Takes office: opens the term with an entry that commits everything before it (Raft paper, section 8).</summary>
    public static void BecomeLeader(NodeState node)
    {
        RaftAssert.That(node.Role == Role.Candidate, "a node leads that did not stand for election");
        RaftAssert.That(node.Log.FirstRotten is null, "a node leads whose log has holes");
        node.Role = Role.Leader;
        node.Votes.Clear();
        node.Timer.Restart();
        Follow(node, node.Id);
        node.Lead = new Leadership(node, node.PriorLeases.OverAt(node.Log.LastIndex));
        LeaderLog.Append(node, EntryKind.Noop);
    }

    private static void Abandon(NodeState node)
    {
        node.Reads.Abandon(node, RefusalReason.LeaderChanged);
        node.Forwarded.Abandon(node, RefusalReason.LeaderChanged);
    }

    private static void EndLeadership(NodeState node)
    {
        if (node.Lead is not { } lead) return;
        node.Lead = null;
        lead.Reads.Abandon(node, RefusalReason.LeaderChanged);
        if (lead.Transfer is { } transfer) node.HandedTo = transfer.Target;
    }
}
