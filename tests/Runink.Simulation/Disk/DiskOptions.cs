namespace Runink.Simulation;

/// <summary>How a disk behaves.</summary>
public sealed record DiskOptions
{
    /// <summary>The shortest time from the start of a write until it is durable, in nanoseconds.</summary>
    public long LeastDelay { get; init; } = 20_000;

    /// <summary>What comes on top on the average.</summary>
    public long MeanDelay { get; init; } = 300_000;

    /// <summary>Whether everything that waits becomes durable together; else one write after the other.</summary>
    public bool GroupCommit { get; init; } = true;

    /// <summary>Crashes, in a million, that tear the last write that they let survive.</summary>
    public int TornPartsPerMillion { get; init; }

    /// <summary>Crashes, in a million, that lose every write not yet reported; the others keep a prefix of them.</summary>
    public int LoseAllPartsPerMillion { get; init; } = 300_000;

    /// <summary>As good as it gets.</summary>
    public static DiskOptions Healthy { get; } = new() { MeanDelay = 100_000 };
}
