using System.Diagnostics;
using Runink.Isolation.Cgroups;
using Runink.Isolation.Processes;

namespace Runink.Isolation.Tests.Sandbox;

/// <summary>Limits that the kernel keeps, and what it counts.</summary>
public sealed class LimitTests : AgentTests
{
    [Fact]
    public async Task An_end_for_lack_of_memory_is_proven_by_the_kernels_count()
    {
        var spec = TestAgent.Shell("head -c 200000000 /dev/zero | tail -c 150000000 > /dev/null") with { Limits = new() { MemoryBytes = 32 << 20 } };
        var result = await Agent.RunAsync(spec);

        Assert.True(result.Exit.Usage.OomKills > 0);
        Assert.InRange(result.Exit.Usage.PeakMemoryBytes!.Value, 16 << 20, 32 << 20);
    }

    [Fact]
    public async Task An_end_by_a_signal_of_its_own_is_not_taken_for_lack_of_memory()
    {
        var result = await Agent.RunAsync("kill -KILL $$");

        Assert.Equal((9, 0L), (result.Exit.Signal, result.Exit.Usage.OomKills));
    }

    [Fact]
    public async Task What_lies_in_the_work_directory_counts_as_memory()
    {
        var spec = TestAgent.Shell("head -c 60000000 /dev/zero > /tmp/a; head -c 60000000 /dev/zero > /dev/shm/a");
        var result = await Agent.RunAsync(spec with { Limits = new() { MemoryBytes = 32 << 20 } });

        Assert.True(result.Exit.Usage.OomKills > 0);
    }

    [Fact]
    public async Task The_number_of_processes_has_a_bound()
    {
        var spec = TestAgent.Shell("i=0; while [ $i -lt 60 ]; do sleep 30 & i=$((i+1)); done 2>/dev/null; ls -d /proc/[0-9]* | wc -l");
        var result = await Agent.RunAsync(spec with { Limits = new() { Processes = 16 } });

        Assert.True(result.Exit.Usage.ProcessRefusals > 0);
    }

    [Fact]
    public async Task Processors_have_a_ceiling_and_the_time_held_back_is_counted()
    {
        // A tenth of a second of processor time (the kernel counts hundredths), on the slowest machine, too; and a ceiling so low that the
        // slice is above it where there is much else to do.
        var spec = TestAgent.Shell("used=0; while [ $used -lt 10 ]; do read -r line </proc/self/stat; set -- $line; used=$((${14} + ${15})); done");
        var free = await Agent.RunAsync(spec);
        var held = await Agent.RunAsync(spec with { Limits = new() { Cpus = 0.05 } });

        Assert.True(held.Exit.Usage.CpuTime > TimeSpan.FromMilliseconds(50));
        Assert.Equal(TimeSpan.Zero, free.Exit.Usage.ThrottledTime);
        Assert.True(held.Exit.Usage.ThrottledTime > TimeSpan.Zero);
    }

    [Fact]
    public async Task A_disk_has_a_ceiling()
    {
        var staging = Agent.Directory.Make("out");
        Assert.SkipWhen(BlockDevice.DiskOf(Posix.DeviceOf(staging)) is null, "this needs temporary files on a disk");
        Assert.SkipWhen(Agent.Host.Gaps.Any(gap => gap.Code == "io-limit"), "this needs a controller of disks");
        var spec = TestAgent.Shell("dd if=/dev/zero of=/out/file bs=64k count=32 oflag=direct 2>&1") with
        {
            Writable = [new(staging, "/out")],
            Limits = new() { IoBytesPerSecond = 1 << 20 },
        };
        var watch = Stopwatch.StartNew();
        await Agent.LinesAsync(spec);

        // Two mebibytes at one a second: never less than one second, however fast the disk.
        Assert.InRange(watch.Elapsed, TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(1));
    }

    [Fact]
    public async Task Open_files_have_a_bound_and_no_core_is_written()
    {
        var spec = TestAgent.Shell("ulimit -n; ulimit -Hn; ulimit -c; ulimit -n 1000 2>/dev/null || echo stays");

        Assert.Equal(["100", "100", "0", "stays"], await Agent.LinesAsync(spec with { Limits = new() { OpenFiles = 100 } }));
    }

    [Fact]
    public async Task A_frozen_slice_stands_still_and_goes_on()
    {
        await using var process = await Agent.Host.StartAsync(TestAgent.Shell("while :; do :; done"));
        process.Freeze(true);
        await Eventually.HoldsAsync(() => IsFrozen(process.ProcessId));
        var frozen = process.Usage().CpuTime;
        await Agent.LinesAsync("i=0; while [ $i -lt 10000 ]; do i=$((i+1)); done");
        Assert.Equal(frozen, process.Usage().CpuTime);

        process.Freeze(false);
        await Eventually.HoldsAsync(() => process.Usage().CpuTime > frozen);
    }

    private static bool IsFrozen(int process) => MountInfo.Cgroups(File.ReadAllText("/proc/self/mountinfo"))
        .Select(mount => CgroupMembership.DirectoryIn(File.ReadAllText($"/proc/{process}/cgroup"), mount)!)
        .Any(group => CgroupFile.Read(group, "freezer.state").StartsWith("FROZEN", StringComparison.Ordinal)
            || CgroupText.Value(CgroupFile.Read(group, "cgroup.events"), "frozen") == 1);
}
