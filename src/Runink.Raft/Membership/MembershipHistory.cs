namespace Runink.Raft;

/// <summary>
/// The memberships that the log holds, from the base on. The newest one is in force from when it is appended, committed or not
/// (Raft paper, section 6), and truncation brings the one before it back.
/// </summary>
internal sealed class MembershipHistory
{
    private readonly List<(LogIndex Index, Membership Membership)> _items;

    public MembershipHistory(SnapshotDescription @base, RaftLog log)
    {
        _items = [(@base.Index, @base.Membership)];
        for (var i = log.FirstIndex; i <= log.LastIndex; i = i.Next)
            if (log.At(i).Membership is { } membership) _items.Add((i, membership));
    }

    private MembershipHistory(List<(LogIndex Index, Membership Membership)> items) => _items = items;

    public Membership Current => _items[^1].Membership;

    /// <summary>Where the membership in force stands in the log.</summary>
    public LogIndex Index => _items[^1].Index;

    /// <summary>The membership that was in force at an index at or after the base.</summary>
    public Membership At(LogIndex index)
    {
        RaftAssert.That(index >= _items[0].Index, "a membership before the base of the log is asked for");
        return _items.FindLast(item => item.Index <= index).Membership;
    }

    /// <summary>Whether the node may lead under the membership in force at an index, or under any after it.</summary>
    public bool MayLeadSince(LogIndex index, NodeId id)
    {
        for (var i = _items.Count - 1; i >= 0; i--)
        {
            if (_items[i].Membership.MayLead(id)) return true;
            if (_items[i].Index <= index) return false;
        }

        return false;
    }

    /// <summary>Whether nobody but this node had a vote, at the base of the log and ever since.</summary>
    public bool HadOnlyVoter(NodeId id) => _items.TrueForAll(item =>
        item.Membership is { IsJoint: false, Current: { VotingCount: 1 } roster } && roster.Votes(id));

    public void Append(LogIndex index, Membership membership) => _items.Add((index, membership));

    /// <summary>A rotten entry turned out to hold a membership.</summary>
    public void Restore(LogIndex index, Membership membership) =>
        _items.Insert(_items.FindLastIndex(item => item.Index < index) + 1, (index, membership));

    /// <returns>Whether another membership is in force now.</returns>
    public bool TruncateFrom(LogIndex index)
    {
        RaftAssert.That(_items[0].Index < index, "the membership at the base of the log is truncated");
        return _items.RemoveAll(item => item.Index >= index) > 0;
    }

    public void CompactThrough(LogIndex index)
    {
        var kept = _items.FindLastIndex(item => item.Index <= index);
        _items.RemoveRange(0, kept);
        _items[0] = (index, _items[0].Membership);
    }

    /// <summary>A snapshot says what was in force at its end; what the log holds after it stays.</summary>
    public void Rebase(SnapshotDescription snapshot)
    {
        _items.RemoveAll(item => item.Index <= snapshot.Index);
        _items.Insert(0, (snapshot.Index, snapshot.Membership));
    }

    public void Reset(SnapshotDescription snapshot)
    {
        _items.Clear();
        _items.Add((snapshot.Index, snapshot.Membership));
    }

    public MembershipHistory Clone() => new([.. _items]);

    public void Hash(ref StateHasher hasher)
    {
        // The later ones are entries of the log, which is hashed too.
        hasher.Add(_items[0].Index);
        _items[0].Membership.Hash(ref hasher);
    }
}
