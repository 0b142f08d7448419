namespace Runink.Data.Engines;

/// <summary>
/// How an instance is opened. Memory, threads and the spill directory have no default: an engine that takes what the
/// machine has breaks its neighbours.
/// </summary>
public sealed record EngineOptions
{
    /// <summary>What the engine may hold in memory, in bytes: about 60 % of the limit of the process.</summary>
    public required long MemoryLimitBytes { get; init; }

    /// <summary>Threads that work on queries, the calling one included.</summary>
    public required int Threads { get; init; }

    /// <summary>Where the engine spills what does not fit into memory; made when first needed, emptied when closed.</summary>
    public required string SpillDirectory { get; init; }

    /// <summary>The most that may be spilled, in bytes; null leaves it to the engine (90 % of the free disk).</summary>
    public long? SpillLimitBytes { get; init; }

    /// <summary>
    /// Whether results, tables and written files keep the order of their sources. A table function of ours is then read by
    /// one thread only (except into aggregates); false lets several read, and needs less memory.
    /// </summary>
    public bool PreserveInsertionOrder { get; init; } = true;

    /// <summary>The database file; null for a database in memory.</summary>
    public string? DatabasePath { get; init; }
}
