namespace Runink.Barn;

/// <summary>How comparisons of the members ended since this one started. Thread-safe.</summary>
internal sealed class ReplicaCounters
{
    private long _same;
    private long _different;
    private long _incomplete;

    public long Same => Volatile.Read(ref _same);

    public long Different => Volatile.Read(ref _different);

    /// <summary>Those in which not everybody could be compared, and nobody differed.</summary>
    public long Incomplete => Volatile.Read(ref _incomplete);

    public void Count(ReplicaFindings findings) =>
        Interlocked.Increment(ref findings.Verdict.Differ ? ref _different : ref findings.IsWhole ? ref _same : ref _incomplete);
}
