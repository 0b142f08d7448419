namespace Runink.Isolation.Cgroups;

/// <summary>What a slice has used, read from the kernel's counters. What the machine cannot tell is null.</summary>
public sealed record ResourceUsage
{
    /// <summary>Most memory it held at a time, in bytes.</summary>
    public long? PeakMemoryBytes { get; init; }

    /// <summary>Processor time of all its processes.</summary>
    public TimeSpan? CpuTime { get; init; }

    /// <summary>How long it was held back by its ceiling of processors.</summary>
    public TimeSpan? ThrottledTime { get; init; }

    /// <summary>
    /// How many of its processes the kernel killed because the memory limit was reached. The proof of such an end.
    /// </summary>
    public long OomKills { get; init; }

    /// <summary>How often it was refused another process.</summary>
    public long ProcessRefusals { get; init; }

    /// <summary>How long some of it waited for a processor.</summary>
    public TimeSpan? CpuPressure { get; init; }

    /// <summary>How long some of it waited for memory.</summary>
    public TimeSpan? MemoryPressure { get; init; }

    /// <summary>How long some of it waited for a disk.</summary>
    public TimeSpan? IoPressure { get; init; }
}
