using Runink.Barn;

namespace Runink.Simulation;

/// <summary>
/// What was promised about leases: one that was granted or renewed lives on for its whole time, counted from when that was asked for.
/// Clocks are allowed to be a little wrong; jumps of any clock count as time.
/// </summary>
internal sealed class LeaseLedger(World world)
{
    // The drift of clocks, and as much again.
    private const int TolerancePerMillion = 2_000;

    private readonly SortedDictionary<long, Promise> _promises = [];
    private long _jumped;

    /// <summary>Renewals that were answered.</summary>
    public long Renewals { get; private set; }

    /// <summary>Leases whose end was seen.</summary>
    public long Ended { get; private set; }

    /// <summary>The time of the fastest clock there could be.</summary>
    public long Now => world.Now + _jumped;

    /// <summary>Some clock jumped ahead.</summary>
    public void Jumped(long nanoseconds) => _jumped += nanoseconds;

    /// <summary>A lease was granted.</summary>
    /// <param name="id">The lease.</param>
    /// <param name="ttlSeconds">How long it lives.</param>
    /// <param name="asked">When the grant was asked for.</param>
    /// <param name="view">A state that knows of it.</param>
    public void Granted(long id, long ttlSeconds, long asked, KvView view)
    {
        _promises[id] = new Promise(ttlSeconds, view.AppliedIndex.Value) { Until = asked + Time(ttlSeconds) };
        Look(view);
    }

    /// <summary>A renewal was answered.</summary>
    public void Renewed(long id, long asked)
    {
        Renewals++;
        if (!_promises.TryGetValue(id, out var promise)) return;
        promise.Until = Math.Max(promise.Until, asked + Time(promise.TtlSeconds));
        if (promise.EndedAt is { } ended) Judge(id, promise, ended);
    }

    /// <summary>Whoever renews was told that there is no such lease.</summary>
    public void Gone(long id)
    {
        if (_promises.TryGetValue(id, out var promise)) Judge(id, promise, Now);
    }

    /// <summary>A node published a state.</summary>
    public void Look(KvView view)
    {
        foreach (var (id, promise) in _promises)
        {
            if (promise.EndedAt is not null || view.AppliedIndex.Value < promise.Index || view.Leases.Find(id) is not null) continue;
            Ended++;
            promise.EndedAt = Now;
            Judge(id, promise, Now);
        }
    }

    private void Judge(long id, Promise promise, long ended)
    {
        if (ended >= promise.Until) return;
        throw new ViolationException("A lease lives its time", $"{id} was ended, or said to be, {(promise.Until - ended) / 1_000_000} ms too early");
    }

    private static long Time(long seconds) => seconds * (1_000_000_000 - (TolerancePerMillion * 1_000));

    private sealed class Promise(long ttlSeconds, long index)
    {
        public long TtlSeconds => ttlSeconds;

        /// <summary>States from this entry on know of the lease.</summary>
        public long Index => index;

        public long Until { get; set; }

        public long? EndedAt { get; set; }
    }
}
