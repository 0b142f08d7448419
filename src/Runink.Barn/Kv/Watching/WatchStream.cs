namespace Runink.Barn;

/// <summary>
/// The watches of one client's stream. The stream's own task takes those that have something and pulls; it is signalled once when
/// the first of them turns up, and not again for that before it has taken them; and when the alarms change.
/// </summary>
/// <remarks>
/// Any thread may call; the signal is called by the thread that publishes, and must neither block nor call back.
/// </remarks>
public sealed class WatchStream
{
    private readonly WatchHub _hub;
    private readonly Action _signal;
    private readonly Dictionary<long, Watcher> _watchers = [];
    private List<Watcher> _waiting = [];
    private long _nextId;

    internal WatchStream(WatchHub hub, Action signal)
    {
        _hub = hub;
        _signal = signal;
    }

    /// <summary>Begins to watch.</summary>
    /// <returns>
    /// The watcher, or why there is none. A start that is compacted already shows at the first pull, as it does later.
    /// </returns>
    public (Watcher? Watcher, KvError? Error) Watch(WatchRequest request)
    {
        if (request.RangeEnd.Length > 0 && !KeySpan.IsEndless(request.RangeEnd.Span)
            && request.Key.Span.SequenceCompareTo(request.RangeEnd.Span) >= 0) return (null, KvErrors.WatchEmptyRange);
        lock (_hub.Lock)
        {
            if (request.WatchId != 0 && _watchers.ContainsKey(request.WatchId)) return (null, KvErrors.WatchDuplicateId);
            while (request.WatchId == 0 && _watchers.ContainsKey(_nextId)) _nextId++;
            var watcher = new Watcher(this, request.WatchId == 0 ? _nextId++ : request.WatchId, request);
            _watchers.Add(watcher.Id, watcher);
            _hub.Register(watcher, request.StartRevision);
            return (watcher, null);
        }
    }

    /// <summary>Ends a watch; false when there is none of that id.</summary>
    public bool Cancel(long watchId)
    {
        lock (_hub.Lock)
        {
            if (!_watchers.TryGetValue(watchId, out var watcher)) return false;
            End(watcher);
            return true;
        }
    }

    /// <summary>Ends all watches.</summary>
    public void Close()
    {
        lock (_hub.Lock)
        {
            foreach (var watcher in _watchers.Values) _hub.Unregister(watcher);
            _watchers.Clear();
            _waiting.Clear();
        }
    }

    /// <summary>The watchers, in the order of their ids.</summary>
    public IReadOnlyList<Watcher> Watchers()
    {
        lock (_hub.Lock) return [.. _watchers.Values.OrderBy(watcher => watcher.Id)];
    }

    /// <summary>Takes the watchers that have something to pull, in the order in which it turned up.</summary>
    public IReadOnlyList<Watcher> TakeWaiting()
    {
        lock (_hub.Lock)
        {
            if (_waiting.Count == 0) return [];
            var taken = _waiting;
            _waiting = [];
            foreach (var watcher in taken) watcher.Queued = false;
            return taken;
        }
    }

    /// <summary>Ends a watch. Called under the lock of the hub.</summary>
    internal void End(Watcher watcher)
    {
        _watchers.Remove(watcher.Id);
        _waiting.Remove(watcher);
        _hub.Unregister(watcher);
    }

    /// <summary>Wakes the stream's task though nothing is to be pulled.</summary>
    internal void Signal() => _signal();

    /// <summary>Remembers a watcher that has something to pull. Called under the lock of the hub.</summary>
    internal void Queue(Watcher watcher)
    {
        if (watcher.Queued) return;
        watcher.Queued = true;
        _waiting.Add(watcher);
        if (_waiting.Count == 1) _signal();
    }
}
