namespace Runink.Isolation.Cgroups;

/// <summary>
/// What a slice may use at most. What is null is not limited, except by what holds for its herd and its agent.
/// </summary>
public sealed record ResourceLimits
{
    /// <summary>Processors: 1.5 is one and a half.</summary>
    public double? Cpus { get; init; }

    /// <summary>Its share when processors are scarce, against others of the same run: 1 to 10,000, 100 being even.</summary>
    public int CpuWeight { get; init; } = 100;

    /// <summary>Memory in bytes, with what it holds in tmpfs and in the page cache. Swap is off.</summary>
    public long? MemoryBytes { get; init; }

    /// <summary>Processes and threads, with the two of the sandbox itself.</summary>
    public int? Processes { get; init; }

    /// <summary>Bytes a second read from, and as many written to, the disk of the staging directory.</summary>
    public long? IoBytesPerSecond { get; init; }

    /// <summary>
    /// Bytes that fit into the work directory <c>/tmp</c>, which is memory, and as many into <c>/dev/shm</c>.
    /// </summary>
    public long WorkBytes { get; init; } = 64L << 20;

    /// <summary>Open files of each process.</summary>
    public int OpenFiles { get; init; } = 4096;

    /// <summary>Says what is wrong with a limit; null when nothing is.</summary>
    internal string? Fault() => this switch
    {
        { Cpus: <= 0 } => "Cpus must be more than 0",
        { CpuWeight: < 1 or > 10_000 } => "CpuWeight must be 1 to 10,000",
        { MemoryBytes: < 1 << 20 } => "MemoryBytes must be at least 1 MiB",
        { Processes: < 4 } => "Processes must be at least 4: the sandbox itself has two",
        { IoBytesPerSecond: < 1 } => "IoBytesPerSecond must be more than 0",
        { WorkBytes: < 4096 } => "WorkBytes must be at least 4096",
        { OpenFiles: < 64 } => "OpenFiles must be at least 64",
        _ => null,
    };
}
