using Runink.Raft;

namespace Runink.Simulation;

/// <summary>What the group has committed, once and for all, as its leaders decided it.</summary>
public sealed class CommitLedger
{
    private readonly List<Commitment> _commitments = [];
    private readonly List<(LogIndex Index, Membership Membership)> _memberships = [];

    /// <summary>How far the group has committed.</summary>
    public LogIndex Last => new(_commitments.Count);

    /// <summary>The newest term of a leader that has committed anything.</summary>
    public Term NewestTerm { get; private set; }

    /// <summary>The term of the committed entry, or null if none is committed there.</summary>
    public Term? TermAt(LogIndex index) => index.Value >= 1 && index <= Last ? _commitments[(int)index.Value - 1].Term : null;

    /// <summary>The term of the leader that committed the entry.</summary>
    public Term CommittedIn(LogIndex index) => _commitments[(int)index.Value - 1].CommittedIn;

    /// <summary>The membership with which the group was founded.</summary>
    public void Found(Membership membership)
    {
        if (_memberships.Count == 0) _memberships.Add((LogIndex.Zero, membership));
    }

    /// <summary>The membership that the committed sequence has at an index.</summary>
    public Membership MembershipAt(LogIndex index)
    {
        for (var i = _memberships.Count; i > 0; i--)
            if (_memberships[i - 1].Index <= index) return _memberships[i - 1].Membership;
        return Membership.Empty;
    }

    /// <summary>A leader of that term commits the next entry.</summary>
    public void Add(Entry entry, Term committedIn)
    {
        _commitments.Add(new Commitment(entry.Term, committedIn));
        if (entry.Membership is { } membership) _memberships.Add((entry.Index, membership));
        if (committedIn > NewestTerm) NewestTerm = committedIn;
    }

    /// <summary>The last entry that a leader of an earlier term has committed.</summary>
    public LogPosition LastCommittedBefore(Term term)
    {
        for (var i = _commitments.Count; i > 0; i--)
            if (_commitments[i - 1].CommittedIn < term) return new LogPosition(new LogIndex(i), _commitments[i - 1].Term);
        return default;
    }

    private readonly record struct Commitment(Term Term, Term CommittedIn);
}
