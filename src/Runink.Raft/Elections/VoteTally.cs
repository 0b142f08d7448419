namespace Runink.Raft;

/// <summary>How an election stands.</summary>
internal enum VoteOutcome
{
    Pending,
    Won,
    Lost,
}

/// <summary>The answers to one election; the first answer of a voter counts.</summary>
internal sealed class VoteTally
{
    private List<(NodeId Voter, bool Granted)> _votes = [];

    public void Clear() => _votes.Clear();

    public void Record(NodeId voter, bool granted)
    {
        if (!_votes.Exists(v => v.Voter == voter)) _votes.Add((voter, granted));
    }

    /// <summary>
    /// Won with a majority of every roster, lost when one roster can no longer give one (Raft paper, sections 5.2 and 6).
    /// </summary>
    public VoteOutcome Outcome(Membership membership)
    {
        var current = Outcome(membership.Current);
        if (membership.Outgoing is null) return current;
        var outgoing = Outcome(membership.Outgoing);
        if (current == VoteOutcome.Lost || outgoing == VoteOutcome.Lost) return VoteOutcome.Lost;
        return current == VoteOutcome.Won && outgoing == VoteOutcome.Won ? VoteOutcome.Won : VoteOutcome.Pending;
    }

    public VoteTally Clone() => new() { _votes = [.. _votes] };

    public void Hash(ref StateHasher hasher)
    {
        UInt128 sum = 0;
        foreach (var (voter, granted) in _votes)
        {
            var one = hasher.Fresh();
            one.Add(voter);
            one.Add(granted);
            sum += one.Value;
        }

        hasher.Add(sum);
    }

    private VoteOutcome Outcome(Roster roster)
    {
        var (granted, refused) = (0, 0);
        foreach (var (voter, yes) in _votes)
        {
            if (!roster.Votes(voter)) continue;
            if (yes) granted++;
            else refused++;
        }

        if (granted >= roster.Quorum) return VoteOutcome.Won;
        return roster.VotingCount - refused < roster.Quorum ? VoteOutcome.Lost : VoteOutcome.Pending;
    }
}
