namespace Runink.Isolation.Cgroups;

/// <summary>Makes a <see cref="ResourceUsage"/> of the counters, whichever version they are of. Pure.</summary>
internal static class UsageReader
{
    /// <summary>Reads the counters.</summary>
    /// <param name="read">Reads a file of the slice's groups by its name, from all that have it one after the other.</param>
    public static ResourceUsage Read(Func<string, string> read)
    {
        var cpu = read("cpu.stat");
        return new()
        {
            PeakMemoryBytes = CgroupText.Number(read("memory.peak")) ?? CgroupText.Number(read("memory.max_usage_in_bytes")),
            CpuTime = CgroupText.Nanoseconds(CgroupText.Number(read("cpuacct.usage")))
                ?? CgroupText.Microseconds(CgroupText.Value(cpu, "usage_usec")),
            ThrottledTime = CgroupText.Nanoseconds(CgroupText.Value(cpu, "throttled_time"))
                ?? CgroupText.Microseconds(CgroupText.Value(cpu, "throttled_usec")),
            OomKills = CgroupText.Value(read("memory.events"), "oom_kill")
                ?? CgroupText.Value(read("memory.oom_control"), "oom_kill") ?? 0,
            ProcessRefusals = CgroupText.Value(read("pids.events"), "max") ?? 0,
            CpuPressure = CgroupText.Pressure(read("cpu.pressure")),
            MemoryPressure = CgroupText.Pressure(read("memory.pressure")),
            IoPressure = CgroupText.Pressure(read("io.pressure")),
        };
    }
}
