using Runink.Raft;

namespace Runink.Barn;

/// <summary>
/// What the log keeps in memory of one group: its small state, and which segments its entries are in. The entries themselves are
/// with Raft.
/// </summary>
internal sealed class GroupLog(GroupId id, SnapshotDescription founding)
{
    // Almost always empty.
    private readonly SortedSet<LogIndex> _lost = [];

    public GroupId Id => id;

    public Term Term { get; set; }

    public NodeId VotedFor { get; set; }

    /// <summary>The state before the first entry.</summary>
    public SnapshotDescription Base { get; private set; } = founding;

    public LogIndex LastIndex { get; private set; } = founding.Index;

    /// <summary>Where the entries are.</summary>
    public EntryRuns Runs { get; } = new();

    /// <summary>Entries were written, behind the others or in the place of some.</summary>
    /// <exception cref="InvalidOperationException">There would be a gap.</exception>
    public void Wrote(LogIndex first, LogIndex last, ulong segment, long bytes)
    {
        if (first > LastIndex.Next)
            throw new InvalidOperationException($"entry {first} of group {id} would follow entry {LastIndex}");
        if (last <= Base.Index) return;
        Runs.Assign(LogIndex.Max(first, Base.Index.Next).Value, last.Value, segment, bytes);
        LastIndex = LogIndex.Max(LastIndex, last);
        if (_lost.Count > 0) _lost.RemoveWhere(index => index >= first && index <= last);
    }

    /// <summary>Entries cannot be read where they were written.</summary>
    public void Lost(LogIndex first, LogIndex last)
    {
        for (var index = LogIndex.Max(first, Base.Index.Next); index <= last; index = index.Next) _lost.Add(index);
    }

    /// <summary>Whether one of these entries is lost, and was not written again.</summary>
    public bool HasLost(LogIndex first, LogIndex last) => _lost.Count > 0 && _lost.GetViewBetween(first, last).Count > 0;

    /// <summary>The log ends before the index.</summary>
    /// <exception cref="InvalidOperationException">That is in the base.</exception>
    public void Truncate(LogIndex from)
    {
        if (from <= Base.Index)
            throw new InvalidOperationException($"group {id} is cut at {from}, and its log begins after {Base.Position}");
        if (from > LastIndex) return;
        Runs.RemoveFrom(from.Value);
        LastIndex = from.Previous;
        _lost.RemoveWhere(index => index >= from);
    }

    /// <summary>The log begins after the new base.</summary>
    /// <param name="newBase">What is known before the first entry.</param>
    /// <param name="keepsLog">Whether the entries after it stay.</param>
    public void Rebase(SnapshotDescription newBase, bool keepsLog)
    {
        if (!keepsLog || newBase.Index > LastIndex)
        {
            Runs.RemoveFrom(0);
            LastIndex = newBase.Index;
            _lost.Clear();
        }
        else
        {
            Runs.RemoveThrough(newBase.Index.Value);
            _lost.RemoveWhere(index => index <= newBase.Index);
        }

        Base = newBase;
    }

    /// <summary>
    /// The state at the head of the oldest segment that is left: entries may be known to exist that are elsewhere.
    /// </summary>
    public void Restore(Term term, NodeId votedFor, LogIndex last) => (Term, VotedFor, LastIndex) = (term, votedFor, last);
}
