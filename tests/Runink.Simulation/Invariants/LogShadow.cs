using Runink.Raft;

namespace Runink.Simulation;

/// <summary>
/// The terms and memberships of one log, followed from outside. It knows what stood in an entry that a disk has lost since.
/// </summary>
public sealed class LogShadow
{
    private readonly List<Term> _terms = [];
    private readonly List<(LogIndex Index, Membership Membership)> _memberships = [];
    private LogPosition _base;

    public LogIndex Last => _base.Index + _terms.Count;

    public LogPosition End => new(Last, _terms.Count > 0 ? _terms[^1] : _base.Term);

    /// <summary>The newest membership.</summary>
    public Membership Newest => _memberships[^1].Membership;

    /// <summary>The term at an index, or null outside of the log.</summary>
    public Term? TermAt(LogIndex index) => index == _base.Index ? _base.Term
        : index > _base.Index && index <= Last ? _terms[(int)(index - _base.Index) - 1]
        : null;

    /// <summary>The membership in force before the entry at an index; empty if this node cannot know.</summary>
    public Membership MembershipBefore(LogIndex index)
    {
        for (var i = _memberships.Count; i > 0; i--)
            if (_memberships[i - 1].Index < index) return _memberships[i - 1].Membership;
        return Membership.Empty;
    }

    /// <summary>Becomes equal to another one.</summary>
    public void CopyFrom(LogShadow other)
    {
        _terms.Clear();
        _terms.AddRange(other._terms);
        _memberships.Clear();
        _memberships.AddRange(other._memberships);
        _base = other._base;
    }

    /// <summary>Begins anew.</summary>
    public void Reset(SnapshotDescription snapshot)
    {
        _terms.Clear();
        _memberships.Clear();
        _base = snapshot.Position;
        _memberships.Add((_base.Index, snapshot.Membership));
    }

    public void Install(InstallSnapshot install)
    {
        if (install.KeepsLog) CompactThrough(install.Snapshot);
        else Reset(install.Snapshot);
    }

    public void CompactThrough(SnapshotDescription newBase)
    {
        if (newBase.Index <= _base.Index) return;
        _terms.RemoveRange(0, (int)Math.Min(_terms.Count, newBase.Index - _base.Index));
        _base = newBase.Position;
        _memberships.RemoveAll(m => m.Index <= newBase.Index);
        _memberships.Insert(0, (newBase.Index, newBase.Membership));
    }

    public void TruncateFrom(LogIndex index)
    {
        if (index > Last) return;
        var kept = (int)Math.Max(0, index - _base.Index - 1);
        _terms.RemoveRange(kept, _terms.Count - kept);
        _memberships.RemoveAll(m => m.Index >= index);
    }

    /// <summary>Puts an entry at the end, or over what is there; what is compacted away stays so.</summary>
    public void Put(Entry entry)
    {
        if (entry.Index <= _base.Index) return;
        if (entry.Index == Last.Next) _terms.Add(entry.Term);
        else _terms[(int)(entry.Index - _base.Index) - 1] = entry.Term;
        // In the place of an entry that the disk lost may come one of another term, with another membership or none.
        _memberships.RemoveAll(m => m.Index == entry.Index);
        if (entry.Membership is not { } membership) return;
        _memberships.Insert(_memberships.FindLastIndex(m => m.Index < entry.Index) + 1, (entry.Index, membership));
    }
}
