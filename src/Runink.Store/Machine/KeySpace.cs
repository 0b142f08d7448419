namespace Runink.Store.Machine;

/// <summary>
/// Every key with its versions since the last compaction, in the order of keys. A deletion is a version with the number 0.
/// Not thread-safe.
/// </summary>
internal sealed class KeySpace
{
    private readonly SortedSet<Record> _records = new(
        Comparer<Record>.Create((left, right) => left.Key.CompareTo(right.Key)));

    /// <summary>Adds the newest version of a key.</summary>
    public void Add(KeyValue version)
    {
        if (!_records.TryGetValue(new Record(version.Key), out var record))
        {
            record = new Record(version.Key);
            _records.Add(record);
        }

        record.Versions.Add(version);
    }

    /// <summary>The newest version of a key, or null when it does not exist.</summary>
    public KeyValue? Get(StoreKey key) =>
        _records.TryGetValue(new Record(key), out var record) && record.Versions[^1] is { Version: > 0 } newest ? newest : null;

    /// <summary>The entries of a range that existed at a revision, in order.</summary>
    public IEnumerable<KeyValue> Range(KeyRange range, long revision)
    {
        var last = _records.Max;
        if (last is null || last.Key < range.Start) yield break;
        var upper = range.End is { } end && end < last.Key ? new Record(end) : last;
        if (upper.Key < range.Start) yield break;
        foreach (var record in _records.GetViewBetween(new Record(range.Start), upper))
        {
            if (range.Contains(record.Key) && record.At(revision) is { Version: > 0 } version) yield return version;
        }
    }

    /// <summary>Forgets what no read of a key at or after a revision can see.</summary>
    public void Trim(StoreKey key, long revision)
    {
        if (!_records.TryGetValue(new Record(key), out var record)) return;
        var versions = record.Versions;
        var seen = versions.FindLastIndex(version => version.ModRevision <= revision);
        if (seen < 0) return;
        versions.RemoveRange(0, versions[seen].Version == 0 ? seen + 1 : seen);
        if (versions.Count == 0) _records.Remove(record);
    }

    private sealed class Record(StoreKey key)
    {
        private List<KeyValue>? _versions;

        public StoreKey Key { get; } = key;

        public List<KeyValue> Versions => _versions ??= new List<KeyValue>(1);

        public KeyValue? At(long revision)
        {
            for (var i = Versions.Count - 1; i >= 0; i--)
            {
                if (Versions[i].ModRevision <= revision) return Versions[i];
            }

            return null;
        }
    }
}
