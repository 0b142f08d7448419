namespace Runink.Raft;

/// <summary>
/// The log in memory, from the point up to which it is compacted away (the base) to its end, including entries that are not
/// durable yet. Knows nothing of storage: <see cref="LogWriter"/> says what of it must still be written.
/// </summary>
internal sealed class RaftLog
{
    private Entry[] _items = new Entry[8];
    private int _start;
    private int _count;
    private List<LogIndex> _rotten = [];

    public RaftLog(LogPosition @base) => Base = @base;

    /// <summary>The last entry that is compacted away.</summary>
    public LogPosition Base { get; private set; }

    public LogIndex FirstIndex => Base.Index.Next;

    public LogIndex LastIndex => Base.Index + _count;

    /// <summary>Where the log ends; the term is zero when the last entry is rotten and its term is lost.</summary>
    public LogPosition Last => _count == 0 ? Base : new(LastIndex, At(LastIndex).Term);

    public int Count => _count;

    /// <summary>Bytes of all entries, as limits count them.</summary>
    public long Bytes { get; private set; }

    /// <summary>The first entry that storage lost and no peer has restored yet, or null.</summary>
    public LogIndex? FirstRotten => _rotten.Count == 0 ? null : _rotten[0];

    public bool Contains(LogIndex index) => index > Base.Index && index <= LastIndex;

    public Entry At(LogIndex index)
    {
        RaftAssert.That(Contains(index), "an entry is asked for that the log does not hold");
        return _items[_start + (int)(index - Base.Index) - 1];
    }

    /// <summary>The term at the index; null when it is compacted away, past the end, or lost.</summary>
    public Term? TermAt(LogIndex index)
    {
        if (index == Base.Index) return Base.Term;
        if (!Contains(index)) return null;
        var entry = At(index);
        return entry.Kind == EntryKind.Rotten && entry.Term == Term.Zero ? null : entry.Term;
    }

    /// <summary>Whether the log holds the entry of that name (log matching: then it agrees up to there).</summary>
    public bool Holds(LogPosition position) => TermAt(position.Index) is { } term && term == position.Term;

    public void Append(Entry entry)
    {
        RaftAssert.That(entry.Index == LastIndex.Next, "an entry is appended with a gap before it");
        if (_start + _count == _items.Length) Grow();
        _items[_start + _count++] = entry;
        Bytes += entry.Size;
        if (entry.Kind == EntryKind.Rotten) _rotten.Add(entry.Index);
    }

    /// <summary>Puts a peer's copy in the place of a rotten entry.</summary>
    public void Restore(Entry entry)
    {
        RaftAssert.That(At(entry.Index).Kind == EntryKind.Rotten, "an entry that is sound is replaced in place");
        Bytes += entry.Size - At(entry.Index).Size;
        _items[_start + (int)(entry.Index - Base.Index) - 1] = entry;
        _rotten.Remove(entry.Index);
    }

    public void TruncateFrom(LogIndex index)
    {
        RaftAssert.That(index > Base.Index, "compacted entries are truncated");
        for (; LastIndex >= index; _count--) Bytes -= At(LastIndex).Size;
        Array.Clear(_items, _start + _count, _items.Length - _start - _count);
        _rotten.RemoveAll(rotten => rotten >= index);
    }

    public void CompactThrough(LogIndex index)
    {
        RaftAssert.That(Contains(index), "the log is compacted past its end");
        RaftAssert.That(FirstRotten is not { } rotten || rotten > index, "a rotten entry is compacted away");
        var position = new LogPosition(index, At(index).Term);
        var dropped = (int)(index - Base.Index);
        for (var i = FirstIndex; i <= index; i = i.Next) Bytes -= At(i).Size;
        Array.Clear(_items, _start, dropped);
        (_start, _count, Base) = (_start + dropped, _count - dropped, position);
    }

    /// <summary>Drops everything: a snapshot takes its place.</summary>
    public void Reset(LogPosition position) =>
        (_items, _start, _count, _rotten, Bytes, Base) = (new Entry[8], 0, 0, [], 0, position);

    /// <summary>Entries from an index on, up to a number and a size; one always fits.</summary>
    public Entry[] Slice(LogIndex from, LogIndex through, int maxEntries, long maxBytes)
    {
        var count = 0;
        long bytes = 0;
        for (var i = from; i <= through && count < maxEntries; i = i.Next, count++)
        {
            bytes += At(i).Size;
            if (count > 0 && bytes > maxBytes) break;
        }

        if (count == 0) return [];
        return _items.AsSpan(_start + (int)(from - Base.Index) - 1, count).ToArray();
    }

    /// <summary>
    /// The last entry at or before the index whose term is at most <paramref name="term"/>: the logs of two nodes that part
    /// cannot agree on anything after it (fast back-off, Raft paper end of section 5.3).
    /// </summary>
    public LogPosition LastAtMost(LogIndex index, Term term)
    {
        for (var i = LogIndex.Min(index, LastIndex); i > Base.Index; i = i.Previous)
            if (TermAt(i) is { } found && found <= term) return new(i, found);
        return Base;
    }

    public RaftLog Clone() => new(Base)
    {
        _items = _items.AsSpan(_start, _count).ToArray() is { Length: > 0 } live ? live : new Entry[1],
        _count = _count,
        _rotten = [.. _rotten],
        Bytes = Bytes,
    };

    public void Hash(ref StateHasher hasher)
    {
        hasher.Add(Base.Index);
        hasher.Add(Base.Term);
        hasher.Add(_count);
        for (var i = FirstIndex; i <= LastIndex; i = i.Next) At(i).Hash(ref hasher);
    }

    private void Grow()
    {
        var larger = _count * 2 > _items.Length ? new Entry[_items.Length * 2] : new Entry[_items.Length];
        Array.Copy(_items, _start, larger, 0, _count);
        (_items, _start) = (larger, 0);
    }
}
