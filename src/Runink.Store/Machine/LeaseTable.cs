namespace Runink.Store.Machine;

/// <summary>The living leases and the keys bound to each. Times are milliseconds of Unix time. Not thread-safe.</summary>
internal sealed class LeaseTable
{
    private readonly SortedDictionary<long, Entry> _leases = [];
    private readonly SortedSet<(long ExpiresAt, long LeaseId)> _byExpiry = [];

    /// <summary>The highest number ever granted.</summary>
    public long LastId { get; set; }

    /// <summary>The living leases, by number.</summary>
    public IEnumerable<GrantLeaseCommand> All =>
        _leases.Select(lease => new GrantLeaseCommand(lease.Key, lease.Value.TimeToLive, lease.Value.ExpiresAt));

    /// <summary>How many leases live.</summary>
    public int Count => _leases.Count;

    /// <summary>When the next lease ends unless it is kept alive, or null when none lives.</summary>
    public (long ExpiresAt, long LeaseId)? Next => _byExpiry.Count == 0 ? null : _byExpiry.Min;

    public bool Contains(long leaseId) => _leases.ContainsKey(leaseId);

    public long TimeToLive(long leaseId) => _leases[leaseId].TimeToLive;

    public IReadOnlyCollection<StoreKey> Keys(long leaseId) => _leases[leaseId].Keys;

    public void Grant(long leaseId, long timeToLive, long expiresAt)
    {
        _leases.Add(leaseId, new Entry(timeToLive, expiresAt));
        _byExpiry.Add((expiresAt, leaseId));
        LastId = Math.Max(LastId, leaseId);
    }

    public void Renew(long leaseId, long expiresAt)
    {
        var lease = _leases[leaseId];
        _byExpiry.Remove((lease.ExpiresAt, leaseId));
        lease.ExpiresAt = expiresAt;
        _byExpiry.Add((expiresAt, leaseId));
    }

    public void End(long leaseId)
    {
        _byExpiry.Remove((_leases[leaseId].ExpiresAt, leaseId));
        _leases.Remove(leaseId);
    }

    /// <summary>
    /// Moves a key from the lease it was bound to, to another. A lease that is not there is passed over: the history after a
    /// snapshot may name leases that ended before the snapshot was written.
    /// </summary>
    public void Bind(StoreKey key, long from, long to)
    {
        if (from != to && _leases.TryGetValue(from, out var old)) old.Keys.Remove(key);
        if (_leases.TryGetValue(to, out var lease)) lease.Keys.Add(key);
    }

    private sealed class Entry(long timeToLive, long expiresAt)
    {
        public long TimeToLive { get; } = timeToLive;

        public long ExpiresAt { get; set; } = expiresAt;

        public SortedSet<StoreKey> Keys { get; } = [];
    }
}
