namespace Runink.Raft;

/// <summary>How much of everything bounded a node holds at the moment.</summary>
public readonly record struct RaftLoad
{
    /// <summary>Entries of the log in memory.</summary>
    public long LogEntries { get; init; }

    /// <summary>Bytes of the log in memory.</summary>
    public long LogBytes { get; init; }

    /// <summary>Writes that are not yet durable.</summary>
    public int PendingWrites { get; init; }

    /// <summary>Promises that wait for them.</summary>
    public int PendingPromises { get; init; }

    /// <summary>Reads that wait.</summary>
    public int PendingReads { get; init; }

    /// <summary>Forwarded proposals without an answer.</summary>
    public int ForwardedProposals { get; init; }

    /// <summary>Bytes of entries that wait to be committed and applied.</summary>
    public long UnappliedBytes { get; init; }

    /// <summary>Bytes handed to the state machine and not yet reported applied.</summary>
    public long ApplyingBytes { get; init; }

    /// <summary>The most append messages under way to one peer.</summary>
    public int InflightMessages { get; init; }

    /// <summary>The most bytes of entries under way to one peer.</summary>
    public long InflightBytes { get; init; }
}
