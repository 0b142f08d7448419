using Runink.Isolation.Cgroups;

namespace Runink.Isolation.Tests.Cgroups;

public sealed class CgroupLayoutTests
{
    private static readonly CgroupLayout Hybrid = CgroupLayout.Decide(Hosts.HybridMounts, Hosts.HybridMembership, _ => "hugetlb\n");
    private static readonly CgroupLayout Old = CgroupLayout.Decide(Hosts.OldMounts, Hosts.OldMembership, _ => "");
    private static readonly CgroupLayout New = CgroupLayout.Decide(Hosts.UnifiedMounts, Hosts.UnifiedMembership, _ => Hosts.UnifiedControllers);

    [Fact]
    public void A_hybrid_machine_with_all_in_version_1_does_not_enter_the_tree()
    {
        Assert.Equal(new(1, "/sys/fs/cgroup/cpu"), Hybrid[CgroupController.Cpu]);
        Assert.Equal(new(1, "/sys/fs/cgroup/memory/jobs/17"), Hybrid[CgroupController.Memory]);
        Assert.Equal(new(1, "/sys/fs/cgroup/freezer"), Hybrid[CgroupController.Freezer]);
        Assert.Equal(new(1, "/sys/fs/cgroup/cpuacct"), Hybrid[CgroupController.CpuAccounting]);
        Assert.Null(Hybrid.Unified);
        Assert.Empty(Hybrid.UnifiedControllers);
    }

    [Fact]
    public void A_hybrid_machine_with_a_controller_in_the_tree_ends_slices_by_the_tree()
    {
        var layout = CgroupLayout.Decide(Hosts.HybridMounts, Hosts.HybridMembership, _ => "io hugetlb\n");

        Assert.Equal(new(2, "/sys/fs/cgroup/unified"), layout[CgroupController.Io]);
        Assert.Equal(new(2, "/sys/fs/cgroup/unified"), layout[CgroupController.Freezer]);
        Assert.Equal(new(1, "/sys/fs/cgroup/cpu"), layout[CgroupController.Cpu]);
        Assert.Equal(["io"], layout.UnifiedControllers);
    }

    [Fact]
    public void A_hybrid_machine_without_a_freezer_ends_slices_by_the_tree()
    {
        var mounts = string.Join('\n', Hosts.HybridMounts.Split('\n').Where(line => !line.Contains("freezer", StringComparison.Ordinal)));
        var layout = CgroupLayout.Decide(mounts, Hosts.HybridMembership, _ => "hugetlb\n");

        Assert.Equal(new(2, "/sys/fs/cgroup/unified"), layout[CgroupController.Freezer]);
        Assert.Equal("/sys/fs/cgroup/unified", layout.Unified);
    }

    [Fact]
    public void A_machine_of_version_1_freezes_by_its_freezer()
    {
        Assert.Null(Old.Unified);
        Assert.Equal(new(1, "/sys/fs/cgroup/freezer"), Old[CgroupController.Freezer]);
        Assert.Equal(new(1, "/sys/fs/cgroup/cpu,cpuacct/system.slice/agent.service"), Old[CgroupController.CpuAccounting]);
    }

    [Fact]
    public void A_machine_of_version_2_has_all_in_one_tree()
    {
        var tree = "/sys/fs/cgroup/system.slice/agent.service";
        Assert.All(Enum.GetValues<CgroupController>(), controller => Assert.Equal(new(2, tree), New[controller]));
        Assert.Equal(["cpu", "io", "memory", "pids"], New.UnifiedControllers);
    }

    [Fact]
    public void A_controller_that_the_tree_does_not_offer_is_missing()
    {
        var layout = CgroupLayout.Decide(Hosts.UnifiedMounts, Hosts.UnifiedMembership, _ => "pids\n");

        Assert.NotNull(layout[CgroupController.Processes]);
        Assert.Null(layout[CgroupController.Memory]);
        Assert.NotNull(layout[CgroupController.Freezer]);
    }

    [Fact]
    public void A_machine_without_groups_has_none()
    {
        var layout = CgroupLayout.Decide("23 1 254:0 / / rw - ext4 /dev/vda rw", "", _ => "");

        Assert.All(Enum.GetValues<CgroupController>(), controller => Assert.Null(layout[controller]));
    }

    [Fact]
    public void An_agent_that_moved_aside_makes_slices_beside_itself()
    {
        var layout = CgroupLayout.Decide(Hosts.UnifiedMounts, "0::/system.slice/agent.service/runi-agent\n", _ => Hosts.UnifiedControllers);

        Assert.Equal("/sys/fs/cgroup/system.slice/agent.service", layout.Unified);
    }

    [Fact]
    public void A_slice_has_one_group_in_each_hierarchy_that_it_needs()
    {
        string[] name = ["finance", "r1", "s1"];
        Assert.Equal(
            [
                "/sys/fs/cgroup/cpu/runi/finance/r1/s1",
                "/sys/fs/cgroup/cpuacct/runi/finance/r1/s1",
                "/sys/fs/cgroup/memory/jobs/17/runi/finance/r1/s1",
                "/sys/fs/cgroup/pids/runi/finance/r1/s1",
                "/sys/fs/cgroup/freezer/runi/finance/r1/s1",
            ],
            SliceCgroup.DirectoriesOf(Hybrid, new(), name));
        Assert.Contains("/sys/fs/cgroup/blkio/runi/finance/r1/s1", SliceCgroup.DirectoriesOf(Hybrid, new() { IoBytesPerSecond = 1 }, name));
        Assert.Single(SliceCgroup.DirectoriesOf(New, new() { IoBytesPerSecond = 1 }, name));
        Assert.Empty(SliceCgroup.DirectoriesOf(CgroupLayout.None, new(), name));
    }

    [Fact]
    public void What_cannot_be_used_is_taken_out()
    {
        var layout = Hybrid.Where(group => !group.Contains("memory", StringComparison.Ordinal));

        Assert.Null(layout[CgroupController.Memory]);
        Assert.NotNull(layout[CgroupController.Cpu]);
        Assert.Null(New.Where(_ => false).Unified);
        Assert.Null(New.WithoutUnified(["memory"])[CgroupController.Memory]);
        Assert.NotNull(New.WithoutUnified(["memory"])[CgroupController.Cpu]);
    }
}
