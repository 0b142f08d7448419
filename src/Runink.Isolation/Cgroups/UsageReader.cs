namespace Runink.Isolation.Cgroups;

/// <summary>Makes a <see cref="ResourceUsage"/> of the counters, whichever version they are of. Pure.</summary>
internal static class UsageReader
{
    /// <summary>Reads the counters.</summary>
    /// <param name="read">
    /// Reads a file of a controller by its name, from all groups of the slice that may have it one after the other.
    /// </param>
    public static ResourceUsage Read(Func<CgroupController, string, string> read)
    {
        var cpu = read(CgroupController.Cpu, "cpu.stat");
        return new()
        {
            PeakMemoryBytes = CgroupText.Number(read(CgroupController.Memory, "memory.peak")) ?? CgroupText.Number(read(CgroupController.Memory, "memory.max_usage_in_bytes")),
            CpuTime = CgroupText.Nanoseconds(CgroupText.Number(read(CgroupController.CpuAccounting, "cpuacct.usage")))
                ?? CgroupText.Microseconds(CgroupText.Value(cpu, "usage_usec")),
            ThrottledTime = CgroupText.Nanoseconds(CgroupText.Value(cpu, "throttled_time"))
                ?? CgroupText.Microseconds(CgroupText.Value(cpu, "throttled_usec")),
            OomKills = CgroupText.Value(read(CgroupController.Memory, "memory.events"), "oom_kill")
                ?? CgroupText.Value(read(CgroupController.Memory, "memory.oom_control"), "oom_kill") ?? 0,
            ProcessRefusals = CgroupText.Value(read(CgroupController.Processes, "pids.events"), "max") ?? 0,
            CpuPressure = CgroupText.Pressure(read(CgroupController.Cpu, "cpu.pressure")),
            MemoryPressure = CgroupText.Pressure(read(CgroupController.Memory, "memory.pressure")),
            IoPressure = CgroupText.Pressure(read(CgroupController.Io, "io.pressure")),
        };
    }
}
