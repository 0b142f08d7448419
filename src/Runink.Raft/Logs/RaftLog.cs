namespace Runink.Raft;

/// <summary>
/// The log in memory, from the point up to which it is compacted away (the base) to its end, including entries that are not
/// durable yet. Knows nothing of storage: <see cref="LogWriter"/> says what of it must still be written.
/// </summary>
internal sealed class RaftLog
{
    private Entry[] _items = new Entry[8];
    private long[] _ends = new long[8];
    private int _start;
    private int _count;
    private List<LogIndex> _rotten = [];

    private long _baseEnd;

    public RaftLog(LogPosition @base) => Base = @base;

    /// <summary>The last entry that is compacted away.</summary>
    public LogPosition Base { get; private set; }

    public LogIndex FirstIndex => Base.Index.Next;

    public LogIndex LastIndex => Base.Index + _count;

    /// <summary>Where the log ends; the term is zero when the last entry is rotten and its term is lost.</summary>
    public LogPosition Last => _count == 0 ? Base : new(LastIndex, At(LastIndex).Term);

    public int Count => _count;

    /// <summary>Bytes of all entries, as limits count them.</summary>
    public long Bytes => BytesBetween(Base.Index, LastIndex);

    /// <summary>The first entry that storage lost and no peer has restored yet, or null.</summary>
    public LogIndex? FirstRotten => _rotten.Count == 0 ? null : _rotten[0];

    /// <summary>How many entries storage lost and no peer has restored yet.</summary>
    public int RottenCount => _rotten.Count;

    /// <summary>Bytes of the entries after one index up to another.</summary>
    public long BytesBetween(LogIndex after, LogIndex through) => through <= after ? 0 : EndOf(through) - EndOf(after);

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

    /// <summary>
    /// Whether the log holds the entry of that name, or may have held it: its disk lost what stood there, and terms, which never
    /// go back along a log, do not say that it was another one.
    /// </summary>
    public bool MayHold(LogPosition position)
    {
        if (!Contains(position.Index) || TermAt(position.Index) is not null) return Holds(position);
        for (var i = position.Index.Next; i <= LastIndex; i = i.Next)
            if (TermAt(i) is { } later) return later >= position.Term;
        return true;
    }

    public void Append(Entry entry)
    {
        RaftAssert.That(entry.Index == LastIndex.Next, "an entry is appended with a gap before it");
        if (_start + _count == _items.Length) Grow();
        var end = EndOf(LastIndex) + entry.Size;
        (_items[_start + _count], _ends[_start + _count]) = (entry, end);
        _count++;
        if (entry.Kind == EntryKind.Rotten) _rotten.Add(entry.Index);
    }

    /// <summary>Puts a peer's copy in the place of a rotten entry.</summary>
    public void Restore(Entry entry)
    {
        RaftAssert.That(At(entry.Index).Kind == EntryKind.Rotten, "an entry that is sound is replaced in place");
        var grown = entry.Size - At(entry.Index).Size;
        var at = _start + (int)(entry.Index - Base.Index) - 1;
        _items[at] = entry;
        for (var i = at; i < _start + _count; i++) _ends[i] += grown;
        _rotten.Remove(entry.Index);
    }

    public void TruncateFrom(LogIndex index)
    {
        RaftAssert.That(index > Base.Index, "compacted entries are truncated");
        if (index > LastIndex) return;
        var kept = (int)(index - Base.Index) - 1;
        Array.Clear(_items, _start + kept, _count - kept);
        _count = kept;
        _rotten.RemoveAll(rotten => rotten >= index);
    }

    public void CompactThrough(LogIndex index)
    {
        RaftAssert.That(FirstRotten is not { } rotten || rotten > index, "a rotten entry is compacted away");
        Rebase(new LogPosition(index, At(index).Term));
    }

    /// <summary>The log begins after the position; what was before it goes, rotten or not.</summary>
    public void Rebase(LogPosition position)
    {
        RaftAssert.That(Contains(position.Index), "the log is compacted past its end");
        var dropped = (int)(position.Index - Base.Index);
        _baseEnd = EndOf(position.Index);
        Array.Clear(_items, _start, dropped);
        (_start, _count, Base) = (_start + dropped, _count - dropped, position);
        _rotten.RemoveAll(rotten => rotten <= position.Index);
    }

    /// <summary>Drops everything: a snapshot takes its place.</summary>
    public void Reset(LogPosition position) =>
        (_items, _ends, _start, _count, _rotten, _baseEnd, Base) = (new Entry[8], new long[8], 0, 0, [], 0, position);

    /// <summary>Entries from an index on, up to a number and a size; one always fits.</summary>
    public Entry[] Slice(LogIndex from, LogIndex through, int maxEntries, long maxBytes)
    {
        var (count, before) = (0, EndOf(from.Previous));
        for (var i = from; i <= through && count < maxEntries; i = i.Next, count++)
            if (count > 0 && EndOf(i) - before > maxBytes) break;

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
        _items = Live(_items),
        _ends = Live(_ends),
        _count = _count,
        _rotten = [.. _rotten],
        _baseEnd = _baseEnd,
    };

    public void Hash(ref StateHasher hasher)
    {
        hasher.Add(Base.Index);
        hasher.Add(Base.Term);
        hasher.Add(_count);
        for (var i = FirstIndex; i <= LastIndex; i = i.Next) At(i).Hash(ref hasher);
    }

    private long EndOf(LogIndex index)
    {
        if (index <= Base.Index) return _baseEnd;
        return _ends[_start + (int)(index - Base.Index) - 1];
    }

    /// <summary>The part in use; never empty, since growing doubles it.</summary>
    private T[] Live<T>(T[] places)
    {
        var live = new T[Math.Max(_count, 1)];
        Array.Copy(places, _start, live, 0, _count);
        return live;
    }

    private void Grow()
    {
        var length = _count * 2 > _items.Length ? _items.Length * 2 : _items.Length;
        var (items, ends) = (new Entry[length], new long[length]);
        Array.Copy(_items, _start, items, 0, _count);
        Array.Copy(_ends, _start, ends, 0, _count);
        (_items, _ends, _start) = (items, ends, 0);
    }
}
