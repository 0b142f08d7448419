namespace Runink.Simulation;

/// <summary>What has become of writes so far.</summary>
public sealed class DiskTally
{
    public long Durable { get; internal set; }

    /// <summary>Lost by a crash before they were durable.</summary>
    public long Lost { get; internal set; }

    /// <summary>Survived a crash although nobody had been told that they were durable.</summary>
    public long SurvivedUnreported { get; internal set; }

    public long Torn { get; internal set; }

    public long Stalls { get; internal set; }
}
