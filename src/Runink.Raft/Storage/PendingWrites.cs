namespace Runink.Raft;

/// <summary>
/// The writes that are not yet durable, in order, and the promises that wait for them. Storage completes writes in order and a
/// crash keeps a prefix of them, so a promise that waits for the newest write known when it was made can only leave when the node
/// could never again come back to a state before it.
/// </summary>
internal sealed class PendingWrites
{
    private Queue<PendingWrite> _writes = new();
    private Queue<(WriteId After, Promise Promise)> _promises = new();
    private WriteId _issued;
    private WriteId _completed;

    public int Count => _writes.Count;

    public int PromiseCount => _promises.Count;

    /// <summary>Ticks for which the oldest write is under way; zero when there is none.</summary>
    public int OldestAge { get; private set; }

    public void Tick() => OldestAge = _writes.Count == 0 ? 0 : OldestAge + 1;

    /// <summary>A write that touches no entries.</summary>
    public WriteId Issue() => Issue(LogIndex.Zero);

    /// <summary>A write after which entries up to there are durable.</summary>
    public WriteId IssueAppend(LogIndex through) => Issue(through);

    /// <summary>Entries after <paramref name="last"/> are gone: no write that is under way makes them durable any more.</summary>
    public void ClampAppends(LogIndex last)
    {
        foreach (var write in _writes) write.Through = LogIndex.Min(write.Through, last);
    }

    /// <summary>
    /// Keeps the promise back until everything issued so far is durable. Made twice behind the same write it waits once: doubled
    /// messages do not pile up behind a slow disk.
    /// </summary>
    public void HoldBack(Promise promise)
    {
        if (!_promises.Contains((_issued, promise))) _promises.Enqueue((_issued, promise));
    }

    /// <summary>Takes back what this node asked for in elections of terms that are over: behind a slow disk they would pile up.</summary>
    public void WithdrawElections(Term before)
    {
        if (_promises.Any(held => IsElection(held.Promise, before)))
            _promises = new(_promises.Where(held => !IsElection(held.Promise, before)));
    }

    /// <summary>Reports writes durable.</summary>
    /// <returns>How far the log became durable through them.</returns>
    public LogIndex Complete(WriteId through)
    {
        RaftAssert.That(through.Value > _completed.Value && through.Value <= _issued.Value,
            "a write is reported durable that was not asked for, or was reported before");
        var appended = LogIndex.Zero;
        while (_writes.TryPeek(out var write) && write.Id.Value <= through.Value)
        {
            appended = LogIndex.Max(appended, write.Through);
            _writes.Dequeue();
        }

        (_completed, OldestAge) = (through, 0);
        return appended;
    }

    /// <summary>The next promise that has become true, if any.</summary>
    public bool TryRelease(out Promise promise)
    {
        promise = null!;
        if (!_promises.TryPeek(out var first) || first.After.Value > _completed.Value) return false;
        promise = _promises.Dequeue().Promise;
        return true;
    }

    public PendingWrites Clone() => new()
    {
        _writes = new(_writes.Select(w => new PendingWrite(w.Id) { Through = w.Through })),
        _promises = new(_promises),
        _issued = _issued,
        _completed = _completed,
        OldestAge = OldestAge,
    };

    public void Hash(ref StateHasher hasher)
    {
        hasher.Add(_writes.Count);
        foreach (var write in _writes) hasher.Add(write.Through);
        hasher.Add(_promises.Count);
        foreach (var (after, promise) in _promises)
        {
            hasher.Add(after.Value - _completed.Value);
            promise.Hash(ref hasher);
        }

        hasher.Add(OldestAge);
    }

    private static bool IsElection(Promise promise, Term before) =>
        promise.Term < before && (promise is VoteRequest || (promise is VoteGranted && promise.To == promise.From));

    private WriteId Issue(LogIndex through)
    {
        _issued = new WriteId(_issued.Value + 1);
        _writes.Enqueue(new PendingWrite(_issued) { Through = through });
        return _issued;
    }

    private sealed class PendingWrite(WriteId id)
    {
        public WriteId Id => id;

        public LogIndex Through { get; set; }
    }
}
