using System.Globalization;

namespace Runink.Isolation.Cgroups;

/// <summary>A file of a control group and what is to be written into it.</summary>
/// <param name="Controller">Whose file it is.</param>
/// <param name="Name">Its name in the group's directory.</param>
/// <param name="Value">What is written.</param>
/// <param name="Required">Whether the limit does not hold without it; else a kernel may lack the file.</param>
internal sealed record LimitFile(CgroupController Controller, string Name, string Value, bool Required = true);

/// <summary>Says limits in the words of each version. Pure; the order is the order to write in.</summary>
internal static class LimitFiles
{
    private const long PeriodMicroseconds = 100_000;
    private const long LeastQuotaMicroseconds = 1_000;
    private const int SharesOfEvenWeight = 1024;
    private const int LeastShares = 2;
    private const int EvenWeight = 100;

    /// <summary>What version 1 wants written.</summary>
    /// <param name="limits">The limits.</param>
    /// <param name="disk">Numbers of the disk, <c>8:0</c>; null when it cannot be limited.</param>
    public static IEnumerable<LimitFile> Version1(ResourceLimits limits, string? disk)
    {
        var shares = Math.Max(LeastShares, (long)limits.CpuWeight * SharesOfEvenWeight / EvenWeight);
        yield return new(CgroupController.Cpu, "cpu.shares", Text(shares), false);
        if (limits.Cpus is { } cpus)
        {
            yield return new(CgroupController.Cpu, "cpu.cfs_period_us", Text(PeriodMicroseconds));
            yield return new(CgroupController.Cpu, "cpu.cfs_quota_us", Text(Quota(cpus)));
        }

        if (limits.MemoryBytes is { } memory)
        {
            // Memory with swap may not be below memory without, so it comes second; a kernel without swap has no such file.
            yield return new(CgroupController.Memory, "memory.limit_in_bytes", Text(memory));
            yield return new(CgroupController.Memory, "memory.memsw.limit_in_bytes", Text(memory), false);
            yield return new(CgroupController.Memory, "memory.swappiness", "0", false);
        }

        if (limits.Processes is { } processes) yield return new(CgroupController.Processes, "pids.max", Text(processes));
        if (limits.IoBytesPerSecond is { } rate && disk is not null)
        {
            yield return new(CgroupController.Io, "blkio.throttle.read_bps_device", $"{disk} {Text(rate)}");
            yield return new(CgroupController.Io, "blkio.throttle.write_bps_device", $"{disk} {Text(rate)}");
        }
    }

    /// <summary>What version 2 wants written.</summary>
    /// <param name="limits">The limits.</param>
    /// <param name="disk">Numbers of the disk, <c>8:0</c>; null when it cannot be limited.</param>
    public static IEnumerable<LimitFile> Version2(ResourceLimits limits, string? disk)
    {
        yield return new(CgroupController.Cpu, "cpu.weight", Text(limits.CpuWeight), false);
        if (limits.Cpus is { } cpus)
            yield return new(CgroupController.Cpu, "cpu.max", $"{Text(Quota(cpus))} {Text(PeriodMicroseconds)}");
        if (limits.MemoryBytes is { } memory)
        {
            yield return new(CgroupController.Memory, "memory.max", Text(memory));
            yield return new(CgroupController.Memory, "memory.swap.max", "0", false);
            yield return new(CgroupController.Memory, "memory.oom.group", "1", false);
        }

        if (limits.Processes is { } processes) yield return new(CgroupController.Processes, "pids.max", Text(processes));
        if (limits.IoBytesPerSecond is { } rate && disk is not null)
            yield return new(CgroupController.Io, "io.max", $"{disk} rbps={Text(rate)} wbps={Text(rate)}");
    }

    /// <summary>What version 1 wants written so that nothing is limited any more; memory with swap comes first.</summary>
    /// <param name="disk">Numbers of the disk; null when it was not limited.</param>
    public static IEnumerable<LimitFile> Unlimited1(string? disk)
    {
        yield return new(CgroupController.Cpu, "cpu.cfs_quota_us", "-1", false);
        yield return new(CgroupController.Memory, "memory.memsw.limit_in_bytes", "-1", false);
        yield return new(CgroupController.Memory, "memory.limit_in_bytes", "-1", false);
        yield return new(CgroupController.Processes, "pids.max", "max", false);
        if (disk is null) yield break;
        yield return new(CgroupController.Io, "blkio.throttle.read_bps_device", $"{disk} 0", false);
        yield return new(CgroupController.Io, "blkio.throttle.write_bps_device", $"{disk} 0", false);
    }

    /// <summary>What version 2 wants written so that nothing is limited any more.</summary>
    /// <param name="disk">Numbers of the disk; null when it was not limited.</param>
    public static IEnumerable<LimitFile> Unlimited2(string? disk)
    {
        yield return new(CgroupController.Cpu, "cpu.max", "max", false);
        yield return new(CgroupController.Memory, "memory.max", "max", false);
        yield return new(CgroupController.Processes, "pids.max", "max", false);
        if (disk is not null) yield return new(CgroupController.Io, "io.max", $"{disk} rbps=max wbps=max", false);
    }

    private static long Quota(double cpus) => Math.Max(LeastQuotaMicroseconds, (long)(cpus * PeriodMicroseconds));

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
