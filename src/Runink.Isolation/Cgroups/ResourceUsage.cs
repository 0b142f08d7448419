namespace Runink.Isolation.Cgroups;

/// <summary>What a slice has used, read from the kernel's counters. What the machine cannot tell is null.</summary>
public sealed record ResourceUsage
{
    /// <summary>
    /// Most memory it held at a time, in bytes. Null for a later use of a sandbox, if the kernel counts it for all uses and the
    /// most was in an earlier one.
    /// </summary>
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

    /// <summary>
    /// What was used since another reading. Where the peak of memory cannot be reset, it is known only if it rose since.
    /// </summary>
    internal ResourceUsage Since(ResourceUsage before) => new()
    {
        PeakMemoryBytes = PeakMemoryBytes <= before.PeakMemoryBytes ? null : PeakMemoryBytes,
        CpuTime = CpuTime - (before.CpuTime ?? TimeSpan.Zero),
        ThrottledTime = ThrottledTime - (before.ThrottledTime ?? TimeSpan.Zero),
        OomKills = OomKills - before.OomKills,
        ProcessRefusals = ProcessRefusals - before.ProcessRefusals,
        CpuPressure = CpuPressure - (before.CpuPressure ?? TimeSpan.Zero),
        MemoryPressure = MemoryPressure - (before.MemoryPressure ?? TimeSpan.Zero),
        IoPressure = IoPressure - (before.IoPressure ?? TimeSpan.Zero),
    };
}
