namespace Runink.Raft;

/// <summary>
/// A snapshot that this node is fetching, piece by piece; what is staged survives restarts and changes of the source.
/// </summary>
internal sealed class SnapshotDownload
{
    /// <summary>From whom, or none while the leader has not named anyone.</summary>
    public NodeId Source { get; set; }

    /// <summary>It must reach at least this far.</summary>
    public LogIndex Minimum { get; set; }

    /// <summary>Which snapshot the staged bytes are of, or null.</summary>
    public SnapshotDescription? Snapshot { get; set; }

    /// <summary>Bytes that are staged durably.</summary>
    public long Offset { get; set; }

    /// <summary>The piece that is being staged, or null while the next one is awaited.</summary>
    public Piece? Staging { get; set; }

    /// <summary>Ticks since the source was heard.</summary>
    public int SilentTicks { get; set; }

    public SnapshotDownload Clone() => new()
    {
        Source = Source,
        Minimum = Minimum,
        Snapshot = Snapshot,
        Offset = Offset,
        Staging = Staging,
        SilentTicks = SilentTicks,
    };

    public void Hash(ref StateHasher hasher)
    {
        hasher.Add(Source);
        hasher.Add(Minimum);
        hasher.Add(Snapshot?.Index ?? LogIndex.Zero);
        hasher.Add(Offset);
        hasher.Add(Staging?.Length ?? -1);
        hasher.Add(SilentTicks);
    }

    /// <summary>A piece under way to the disk.</summary>
    /// <param name="Write">Its write.</param>
    /// <param name="Length">Its length.</param>
    /// <param name="IsLast">Whether the snapshot ends with it.</param>
    public sealed record Piece(WriteId Write, int Length, bool IsLast);
}
