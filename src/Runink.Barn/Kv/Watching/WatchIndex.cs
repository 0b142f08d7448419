namespace Runink.Barn;

/// <summary>Finds the watchers of a key: by hash those of single keys, in a tree those of ranges.</summary>
internal sealed class WatchIndex
{
    private readonly Dictionary<ReadOnlyMemory<byte>, List<Watcher>> _single = new(BytesComparer.Instance);
    private readonly IntervalTree _ranges = new();
    private readonly List<Watcher> _touched = [];

    public int Count { get; private set; }

    public void Add(Watcher watcher)
    {
        Count++;
        if (watcher.RangeEnd.Length > 0)
        {
            _ranges.Add(watcher);
            return;
        }
        if (!_single.TryGetValue(watcher.Key, out var watchers)) _single.Add(watcher.Key, watchers = []);
        watchers.Add(watcher);
    }

    public void Remove(Watcher watcher)
    {
        Count--;
        if (watcher.RangeEnd.Length > 0)
        {
            _ranges.Remove(watcher);
            return;
        }
        var watchers = _single[watcher.Key];
        watchers.Remove(watcher);
        if (watchers.Count == 0) _single.Remove(watcher.Key);
    }

    /// <summary>The watchers that want a change. The list is the index's own, until the next call.</summary>
    public List<Watcher> Touched(KeyVersion version)
    {
        _touched.Clear();
        if (_single.Count > 0 && _single.TryGetValue(version.Key, out var watchers)) _touched.AddRange(watchers);
        _ranges.Find(version.KeySpan, _touched);
        for (var i = _touched.Count - 1; i >= 0; i--)
        {
            if (version.IsTombstone ? _touched[i].NoDelete : _touched[i].NoPut) _touched.RemoveAt(i);
        }
        return _touched;
    }

    public IEnumerable<Watcher> All() => _single.Values.SelectMany(watchers => watchers).Concat(_ranges.All());
}
