namespace Runink.Barn;

/// <summary>What a node's disk did and how long it took, in etcd's buckets. Thread-safe.</summary>
internal sealed class DiskMeter
{
    private long _logBytes;

    /// <summary>Syncs of the log.</summary>
    public Histogram LogSync { get; } = new(0.001, 14);

    /// <summary>Syncs of snapshots.</summary>
    public Histogram SnapshotSync { get; } = new(0.001, 14);

    /// <summary>Whole snapshots, from the making of the file to its end.</summary>
    public Histogram SnapshotWrite { get; } = new(0.01, 17);

    /// <summary>Bytes written to the log.</summary>
    public long LogBytes => Volatile.Read(ref _logBytes);

    public void LogWritten(int bytes) => Interlocked.Add(ref _logBytes, bytes);
}
