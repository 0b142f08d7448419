namespace Runink.Barn;

/// <summary>
/// Finds which watches a new view touches and tells their streams; events are pulled from the log of revisions, which is the only
/// buffer. So catching up and following are the same, a slow watcher costs nothing, and none can be skipped: what it has not
/// pulled is still in the log, or it is told that it was compacted.
/// </summary>
/// <remarks>
/// Any thread may call anything; one lock guards where watchers stand, and is not held while events are collected.
/// </remarks>
public sealed class WatchHub
{
    private readonly WatchIndex _index = new();
    private KvView _view;

    /// <summary>A hub without watches.</summary>
    /// <param name="view">The view that watches of what comes next begin behind.</param>
    public WatchHub(KvView view) => _view = view;

    internal Lock Lock { get; } = new();

    /// <summary>The last view that was published.</summary>
    public KvView View
    {
        get
        {
            lock (Lock) return _view;
        }
    }

    /// <summary>The number of watches.</summary>
    public int Count
    {
        get
        {
            lock (Lock) return _index.Count;
        }
    }

    /// <summary>Opens a stream.</summary>
    /// <param name="signal">Called when a watcher has something to pull: see <see cref="WatchStream"/>.</param>
    public WatchStream OpenStream(Action signal) => new(this, signal);

    /// <summary>
    /// Takes note of a view that is newer than the last. It may be of another machine, which was restored from a snapshot: then
    /// every watch goes on from where it stands.
    /// </summary>
    public void Publish(KvView view)
    {
        lock (Lock)
        {
            var previous = _view;
            _view = view;
            if (!ReferenceEquals(previous.AlarmEntries, view.AlarmEntries)) SignalAll();
            if (!ReferenceEquals(previous.Log, view.Log))
            {
                foreach (var watcher in _index.All()) Settle(watcher, previous);
                return;
            }
            if (_index.Count == 0) return;
            for (var revision = previous.Revision + 1; revision <= view.Revision; revision++) Touch(view.Log[revision], revision);
        }
    }

    /// <summary>Hands a watcher what it has not been handed: whole revisions, until they hold enough bytes.</summary>
    /// <param name="watcher">The watcher. One pull of it at a time.</param>
    /// <param name="maxBytes">After a revision that brings keys and values to so many bytes, the batch ends.</param>
    public WatchBatch Pull(Watcher watcher, int maxBytes)
    {
        if (Begin(watcher, out var view) is { } nothing) return nothing;
        var reader = new WatchReader(watcher, view);
        return Finish(watcher, view, reader, reader.Read(watcher.Next, maxBytes));
    }

    /// <summary>Begins to pull from a view; a batch says that there is nothing to.</summary>
    internal WatchBatch? Begin(Watcher watcher, out KvView view)
    {
        lock (Lock)
        {
            view = _view;
            if (!watcher.Live || !watcher.Pending) return new WatchBatch([], view, false, 0);
            if (watcher.CompactedAt > 0) return End(watcher, watcher.CompactedAt);
            watcher.Pending = false;
            watcher.Pulling = true;
            return null;
        }
    }

    /// <summary>Ends a pull whose events were read up to a revision.</summary>
    internal WatchBatch Finish(Watcher watcher, KvView view, WatchReader reader, long next)
    {
        lock (Lock)
        {
            watcher.Pulling = false;
            if (!watcher.Live) return new([], view, false, 0);
            if (reader.CompactRevision > 0) return End(watcher, reader.CompactRevision);
            watcher.Next = next;
            // A history that begins later, put in place meanwhile, lacks nothing that was not handed over just now.
            if (next >= watcher.CompactedAt) watcher.CompactedAt = 0;
            // What was published meanwhile lies behind the view: the hub has marked the watcher if it is touched by it.
            var more = next <= view.Revision;
            if (more || watcher.Pending) Mark(watcher, next);
            return new(reader.Events, view, more, 0);
        }
    }

    /// <summary>
    /// A revision up to which a watcher was handed every event, for a progress notification: the largest that is known. To be
    /// asked by the task that pulls, after it has sent what it pulled.
    /// </summary>
    public long ProgressRevision(Watcher watcher)
    {
        lock (Lock) return watcher.Pending || watcher.Pulling ? watcher.Next - 1 : _view.Revision;
    }

    /// <summary>Begins to follow for a watcher. Called under the lock.</summary>
    internal void Register(Watcher watcher, long startRevision)
    {
        watcher.Live = true;
        watcher.Next = startRevision > 0 ? startRevision : _view.Revision + 1;
        if (watcher.Next < _view.CompactRevision) watcher.CompactedAt = _view.CompactRevision;
        _index.Add(watcher);
        if (watcher.Next <= _view.Revision) Mark(watcher, watcher.Next);
    }

    /// <summary>Stops. Called under the lock.</summary>
    internal void Unregister(Watcher watcher)
    {
        watcher.Live = false;
        watcher.Pending = false;
        _index.Remove(watcher);
    }

    private void Touch(RevisionChanges changes, long revision)
    {
        for (var i = 0; i < changes.Count; i++)
        {
            foreach (var watcher in _index.Touched(changes[i]))
            {
                if (watcher.Pending || watcher.Next > revision) continue;
                if (watcher.Pulling) watcher.Pending = true;
                else Mark(watcher, revision);
            }
        }
    }

    /// <summary>An alarm may say that this state is not to be relied on: whoever watches must know, also when there is nothing to pull.</summary>
    private void SignalAll()
    {
        foreach (var watcher in _index.All()) watcher.Stream.Signal();
    }

    /// <summary>Lets a watcher pull from a revision on.</summary>
    private static void Mark(Watcher watcher, long revision)
    {
        if (!watcher.Live) return;
        watcher.Pending = true;
        watcher.Next = revision;
        watcher.Stream.Queue(watcher);
    }

    /// <summary>Lets a watcher go on in another history, behind what it was handed of the previous view.</summary>
    private void Settle(Watcher watcher, KvView previous)
    {
        var next = watcher.Pending || watcher.Pulling ? watcher.Next : Math.Max(watcher.Next, previous.Revision + 1);
        watcher.Next = next;
        if (next < _view.CompactRevision) watcher.CompactedAt = _view.CompactRevision;
        if (next <= _view.Revision) Mark(watcher, next);
    }

    private WatchBatch End(Watcher watcher, long compactRevision)
    {
        watcher.Stream.End(watcher);
        return new([], _view, false, compactRevision);
    }
}
