namespace Runink.Raft;

/// <summary>Standing for election (Raft paper, section 5.2; pre-vote: thesis, section 9.6).</summary>
internal static class Campaign
{
    /// <summary>
    /// Whether the node may stand: a voter with all its data, none of it rotten, its snapshot installed, its disk alive. One that
    /// a newer membership leaves out may stand as well until it knows that to be committed: it may be the only one who has it,
    /// and nobody could be elected without its vote (thesis, section 4.2.2). Every campaign writes a vote: a disk that does not
    /// keep up with them holds off the next one.
    /// </summary>
    public static bool IsOpenTo(NodeState node) =>
        node.Members.MayLeadSince(node.Commit, node.Id) && !node.Options.Witness && node.Log.FirstRotten is null
        && node.Installing is null && node.LastLog is not null
        && node.Writes.Count < node.Options.MaxPendingWrites && node.Writes.OldestAge < node.Options.WriteStallTicks;

    /// <summary>Begins an election if the node may stand.</summary>
    public static void Start(NodeState node)
    {
        if (node.Role == Role.Leader || !IsOpenTo(node)) return;
        if (!node.Options.PreVote)
        {
            Stand(node);
            return;
        }

        Roles.BecomePreCandidate(node);
        node.Votes.Record(node.Id, granted: true);
        foreach (var voter in OtherVoters(node))
            node.Out.Send(new PreVoteRequest(node.Options.Group, node.Id, voter, node.Term, node.Log.Last));
        DecidePreVote(node);
    }

    /// <summary>Begins an election without asking first: the leader itself wishes it (thesis, section 3.10).</summary>
    /// <param name="node">The node.</param>
    /// <param name="leasesReleased">The entries under which that leader serves no read any more.</param>
    public static void StartAtOnce(NodeState node, LogIndex leasesReleased) => Stand(node, transfer: true, leasesReleased);

    /// <summary>Goes on to a real election, or back, as the answers say.</summary>
    public static void DecidePreVote(NodeState node)
    {
        switch (node.Votes.Outcome(node.Membership))
        {
            case VoteOutcome.Won:
                Stand(node);
                break;
            case VoteOutcome.Lost:
                Roles.BecomeFollower(node, node.Term, NodeId.None);
                break;
        }
    }

    /// <summary>Takes office, or goes back, as the votes say.</summary>
    public static void Decide(NodeState node)
    {
        switch (node.Votes.Outcome(node.Membership))
        {
            case VoteOutcome.Won:
                Roles.BecomeLeader(node);
                break;
            case VoteOutcome.Lost:
                Roles.BecomeFollower(node, node.Term, NodeId.None);
                break;
        }
    }

    private static void Stand(NodeState node, bool transfer = false, LogIndex leasesReleased = default)
    {
        Roles.BecomeCandidate(node);
        node.PriorLeases.ReleasedThrough = leasesReleased;
        // Its own vote is a promise as any other, and so is its request: term and log must be on disk before anyone acts on them.
        node.Out.SendWhenDurable(new VoteGranted(node.Options.Group, node.Id, node.Id, node.Term));
        foreach (var voter in OtherVoters(node))
            node.Out.SendWhenDurable(new VoteRequest(node.Options.Group, node.Id, voter, node.Term, node.Log.Last, transfer));
    }

    private static IEnumerable<NodeId> OtherVoters(NodeState node) =>
        node.Membership.AllIds.Where(id => id != node.Id && node.Membership.Votes(id));
}
