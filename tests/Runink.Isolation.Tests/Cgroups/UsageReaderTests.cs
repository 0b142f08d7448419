using Runink.Isolation.Cgroups;

namespace Runink.Isolation.Tests.Cgroups;

public sealed class UsageReaderTests
{
    [Fact]
    public void What_was_used_since_is_the_difference()
    {
        var before = new ResourceUsage { PeakMemoryBytes = 5, CpuTime = TimeSpan.FromSeconds(2), OomKills = 1, ProcessRefusals = 4 };
        var now = new ResourceUsage { PeakMemoryBytes = 5, CpuTime = TimeSpan.FromSeconds(3), ThrottledTime = TimeSpan.FromSeconds(1), OomKills = 3, ProcessRefusals = 4 };

        Assert.Equal(
            new ResourceUsage { CpuTime = TimeSpan.FromSeconds(1), ThrottledTime = TimeSpan.FromSeconds(1), OomKills = 2 },
            now.Since(before));
        Assert.Equal(6, (now with { PeakMemoryBytes = 6 }).Since(before).PeakMemoryBytes);
        Assert.Equal(5, now.Since(before with { PeakMemoryBytes = null }).PeakMemoryBytes);
        Assert.Equal(now, now.Since(new()));
    }

    [Fact]
    public void Counters_of_a_hybrid_machine_are_put_together()
    {
        var usage = Read(new()
        {
            ["cpu.stat"] = "nr_periods 5\nnr_throttled 2\nthrottled_time 3000000\nusage_usec 1500\nuser_usec 1000\nsystem_usec 500\n",
            ["memory.max_usage_in_bytes"] = "1048576\n",
            ["memory.oom_control"] = "oom_kill_disable 0\nunder_oom 0\noom_kill 2\n",
            ["pids.events"] = "max 7\n",
            ["memory.pressure"] = "some avg10=0.00 avg60=0.00 avg300=0.00 total=42\nfull avg10=0.00 avg60=0.00 avg300=0.00 total=7\n",
        });

        Assert.Equal(1 << 20, usage.PeakMemoryBytes);
        Assert.Equal(TimeSpan.FromMicroseconds(1500), usage.CpuTime);
        Assert.Equal(TimeSpan.FromMilliseconds(3), usage.ThrottledTime);
        Assert.Equal(2, usage.OomKills);
        Assert.Equal(7, usage.ProcessRefusals);
        Assert.Equal(TimeSpan.FromMicroseconds(42), usage.MemoryPressure);
        Assert.Null(usage.IoPressure);
    }

    [Fact]
    public void Counters_of_version_2_are_read()
    {
        var usage = Read(new()
        {
            ["cpu.stat"] = "usage_usec 1500\nthrottled_usec 20\n",
            ["memory.peak"] = "4096\n",
            ["memory.events"] = "low 0\noom 1\noom_kill 1\noom_group_kill 1\n",
        });

        Assert.Equal(4096, usage.PeakMemoryBytes);
        Assert.Equal(TimeSpan.FromMicroseconds(20), usage.ThrottledTime);
        Assert.Equal(1, usage.OomKills);
    }

    [Fact]
    public void Counters_of_version_1_are_read()
    {
        var usage = Read(new() { ["cpuacct.usage"] = "2500\n", ["cpu.stat"] = "throttled_time 0\n" });

        Assert.Equal(TimeSpan.FromTicks(25), usage.CpuTime);
        Assert.Equal(TimeSpan.Zero, usage.ThrottledTime);
    }

    [Fact]
    public void What_nobody_counts_is_not_known() =>
        Assert.Equal(new ResourceUsage(), UsageReader.Read((_, _) => ""));

    [Theory]
    [InlineData("max")]
    [InlineData("")]
    [InlineData("-1")]
    [InlineData("99999999999999999999")]
    public void What_is_no_number_is_none(string text) => Assert.Null(CgroupText.Number(text));

    private static ResourceUsage Read(Dictionary<string, string> files) => UsageReader.Read((_, name) => files.GetValueOrDefault(name, ""));
}
