using Runink.Raft;

namespace Runink.Simulation;

/// <summary>Every entry that ever stood in a log, by index: at one index there are few, one for each term that put one there.</summary>
public sealed class EntryLedger
{
    private readonly List<List<EntryRecord>> _byIndex = [];

    /// <summary>The entry at an index that a leader of that term made, or null if none was seen.</summary>
    public EntryRecord? Find(LogIndex index, Term term)
    {
        if (index.Value < 1 || index.Value > _byIndex.Count) return null;
        foreach (var record in _byIndex[(int)index.Value - 1])
            if (record.Entry.Term == term) return record;
        return null;
    }

    public EntryRecord? Find(LogPosition position) => Find(position.Index, position.Term);

    public EntryRecord Add(Entry entry, Term previous)
    {
        while (_byIndex.Count < entry.Index.Value) _byIndex.Add(new List<EntryRecord>(1));
        var record = new EntryRecord(entry, previous);
        _byIndex[(int)entry.Index.Value - 1].Add(record);
        return record;
    }
}
