namespace Runink.Raft;

/// <summary>
/// When the leases of earlier leaders are surely over. A leader's lease runs from when it made an entry; this node received every
/// entry that may be committed after it was made, so waiting from the receipt outlasts the lease, whatever the clocks show, as
/// long as their rates differ by no more than the bound. A restart forgets receipts and counts from the start.
/// </summary>
internal sealed class PriorLeases(RaftOptions options)
{
    private const long Million = 1_000_000;

    private MonotonicTime? _touched;

    /// <summary>
    /// While a transferred leadership is taken over: the entries under which the leader that asked for it serves no read any
    /// more.
    /// </summary>
    public LogIndex ReleasedThrough { get; set; }

    /// <summary>Entries of another leader, or a snapshot, came in.</summary>
    public void Touched(MonotonicTime now)
    {
        if (options.LeaseNanoseconds > 0 && !(_touched > now)) _touched = now;
    }

    /// <summary>When a leader whose log ends there may begin to commit; null for at once.</summary>
    public MonotonicTime? OverAt(LogIndex last)
    {
        if (_touched is not { } touched || last <= ReleasedThrough) return null;
        var drift = options.ClockDriftPartsPerMillion;
        // The other clock may be slow while this one is fast.
        var wait = (Int128)options.LeaseNanoseconds * (Million + drift) / (Million - drift);
        return touched + ((long)wait + 1);
    }

    public PriorLeases Clone() => new(options) { _touched = _touched, ReleasedThrough = ReleasedThrough };

    public void Hash(ref StateHasher hasher)
    {
        hasher.Add(_touched?.Nanoseconds ?? -1);
        hasher.Add(ReleasedThrough);
    }
}
