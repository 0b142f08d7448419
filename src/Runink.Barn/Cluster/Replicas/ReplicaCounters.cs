namespace Runink.Barn;

/// <summary>How comparisons of the members ended since this one started. Thread-safe.</summary>
internal sealed class ReplicaCounters
{
    private readonly long[] _ended = new long[Enum.GetValues<ReplicaOutcome>().Length];

    /// <summary>How many ended so.</summary>
    public long this[ReplicaOutcome outcome] => Volatile.Read(ref _ended[(int)outcome]);

    public void Count(ReplicaFindings findings) => Interlocked.Increment(ref _ended[(int)findings.Outcome]);
}
