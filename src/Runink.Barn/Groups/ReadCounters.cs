namespace Runink.Barn;

/// <summary>How linearizable reads of a node's clients were answered in all its groups. Thread-safe.</summary>
internal sealed class ReadCounters
{
    private long _byLease;
    private long _byAsking;

    /// <summary>At once, under a lease.</summary>
    public long ByLease => Volatile.Read(ref _byLease);

    /// <summary>By asking the group.</summary>
    public long ByAsking => Volatile.Read(ref _byAsking);

    public void CountByLease() => Interlocked.Increment(ref _byLease);

    public void CountByAsking() => Interlocked.Increment(ref _byAsking);
}
