using Runink.Isolation.Cgroups;

namespace Runink.Isolation.Tests.Cgroups;

public sealed class LimitFilesTests
{
    private static readonly ResourceLimits Limits = new()
    {
        Cpus = 1.5,
        CpuWeight = 50,
        MemoryBytes = 512L << 20,
        Processes = 64,
        IoBytesPerSecond = 1000,
    };

    [Fact]
    public void Version_1_is_told_in_its_own_words_and_memory_with_swap_after_memory() => Assert.Equal(
        [
            "cpu.shares = 512",
            "cpu.cfs_period_us = 100000",
            "cpu.cfs_quota_us = 150000",
            "memory.limit_in_bytes = 536870912",
            "memory.memsw.limit_in_bytes = 536870912",
            "memory.swappiness = 0",
            "pids.max = 64",
            "blkio.throttle.read_bps_device = 8:0 1000",
            "blkio.throttle.write_bps_device = 8:0 1000",
        ],
        LimitFiles.Version1(Limits, "8:0").Select(Text));

    [Fact]
    public void Version_2_is_told_in_its_own_words() => Assert.Equal(
        [
            "cpu.weight = 50",
            "cpu.max = 150000 100000",
            "memory.max = 536870912",
            "memory.swap.max = 0",
            "memory.oom.group = 1",
            "pids.max = 64",
            "io.max = 8:0 rbps=1000 wbps=1000",
        ],
        LimitFiles.Version2(Limits, "8:0").Select(Text));

    [Fact]
    public void What_is_limited_can_be_unlimited()
    {
        Assert.Equal(
            ["cpu.cfs_quota_us = -1", "memory.memsw.limit_in_bytes = -1", "memory.limit_in_bytes = -1", "pids.max = max",
                "blkio.throttle.read_bps_device = 8:0 0", "blkio.throttle.write_bps_device = 8:0 0"],
            LimitFiles.Unlimited1("8:0").Select(Text));
        Assert.Equal(
            ["cpu.max = max", "memory.max = max", "pids.max = max", "io.max = 8:0 rbps=max wbps=max"],
            LimitFiles.Unlimited2("8:0").Select(Text));
        Assert.DoesNotContain(LimitFiles.Unlimited1(null).Concat(LimitFiles.Unlimited2(null)), file => file.Controller == CgroupController.Io);
    }

    [Fact]
    public void Without_limits_only_the_even_weight_is_told()
    {
        Assert.Equal(["cpu.shares = 1024"], LimitFiles.Version1(new(), "8:0").Select(Text));
        Assert.Equal(["cpu.weight = 100"], LimitFiles.Version2(new(), "8:0").Select(Text));
    }

    [Fact]
    public void A_file_system_without_a_disk_is_not_limited() =>
        Assert.DoesNotContain(LimitFiles.Version2(Limits, null), file => file.Controller == CgroupController.Io);

    [Fact]
    public void A_sliver_of_a_processor_is_what_the_kernel_takes_at_least() =>
        Assert.Contains("cpu.max = 1000 100000", LimitFiles.Version2(new() { Cpus = 0.001 }, null).Select(Text));

    private static string Text(LimitFile file) => $"{file.Name} = {file.Value}";
}
