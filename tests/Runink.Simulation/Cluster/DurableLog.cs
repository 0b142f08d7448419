using Runink.Raft;

namespace Runink.Simulation;

/// <summary>The log as the disk of a node holds it: entries after a base, of which some may be rotten.</summary>
public sealed class DurableLog(SnapshotDescription founding)
{
    private readonly List<Entry> _entries = [];

    /// <summary>The state before the first entry.</summary>
    public SnapshotDescription Base { get; private set; } = founding;

    public LogIndex LastIndex => Base.Index + _entries.Count;

    public int Count => _entries.Count;

    /// <summary>The entry at an index, or null outside of the log.</summary>
    public Entry? At(LogIndex index) =>
        index > Base.Index && index <= LastIndex ? _entries[(int)(index - Base.Index) - 1] : null;

    /// <summary>A copy of all entries.</summary>
    public Entry[] ToArray() => [.. _entries];

    /// <summary>Cuts the log if asked, then puts the first entries of an append behind it, or over what is there.</summary>
    /// <exception cref="InvalidOperationException">There would be a gap.</exception>
    public void Append(Append append, int count)
    {
        if (append.TruncateFrom is { } from) Truncate(from);
        for (var i = 0; i < count; i++)
        {
            var entry = append.Entries[i];
            var place = (int)(entry.Index - Base.Index) - 1;
            if (place > _entries.Count) throw new InvalidOperationException($"{append} leaves a gap after {LastIndex}");
            if (place < 0) continue;
            if (place == _entries.Count) _entries.Add(entry);
            else _entries[place] = entry;
        }
    }

    /// <summary>Drops entries from the front; what a snapshot covers is not needed any more.</summary>
    public void Compact(SnapshotDescription newBase)
    {
        if (newBase.Index <= Base.Index) return;
        if (newBase.Index > LastIndex)
            throw new InvalidOperationException($"compaction through {newBase} goes beyond {LastIndex}");
        _entries.RemoveRange(0, (int)(newBase.Index - Base.Index));
        Base = newBase;
    }

    /// <summary>Begins anew after a snapshot, with or without the entries that follow it.</summary>
    public void Reset(SnapshotDescription snapshot, bool keepsLog)
    {
        if (keepsLog) _entries.RemoveRange(0, (int)(snapshot.Index - Base.Index));
        else _entries.Clear();
        Base = snapshot;
    }

    /// <summary>The disk loses an entry.</summary>
    public void Rot(LogIndex index, bool keepsTerm)
    {
        var entry = At(index) ?? throw new InvalidOperationException($"there is no entry {index} to rot");
        _entries[(int)(index - Base.Index) - 1] = Entry.Rotten(index, keepsTerm ? entry.Term : Term.Zero);
    }

    private void Truncate(LogIndex from)
    {
        var place = (int)(from - Base.Index) - 1;
        if (place < 0) throw new InvalidOperationException($"truncation from {from} reaches into the base {Base}");
        if (place < _entries.Count) _entries.RemoveRange(place, _entries.Count - place);
    }
}
