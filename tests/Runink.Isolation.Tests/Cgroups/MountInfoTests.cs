using Runink.Isolation.Cgroups;

namespace Runink.Isolation.Tests.Cgroups;

public sealed class MountInfoTests
{
    [Fact]
    public void Hierarchies_of_both_versions_are_found_and_nothing_else()
    {
        var found = MountInfo.Cgroups(Hosts.HybridMounts);

        Assert.Equal(8, found.Count);
        var memory = Assert.Single(found, mount => mount.Controllers.Contains("memory"));
        Assert.Equal(("/sys/fs/cgroup/memory", "/", 1), (memory.Directory, memory.Root, memory.Version));
        Assert.Equal("/sys/fs/cgroup/unified", Assert.Single(found, mount => mount.Version == 2).Directory);
    }

    [Fact]
    public void Tags_between_the_fields_do_not_shift_them()
    {
        var cpu = Assert.Single(MountInfo.Cgroups(Hosts.OldMounts), mount => mount.Controllers.Contains("cpu"));

        Assert.Equal("/sys/fs/cgroup/cpu,cpuacct", cpu.Directory);
        Assert.Contains("cpuacct", cpu.Controllers);
    }

    [Fact]
    public void A_path_with_blanks_and_backslashes_is_read_as_it_is()
    {
        var mount = Assert.Single(MountInfo.Cgroups(@"1 2 0:3 /a\040b /mnt/c\134d\303\244 rw - cgroup2 cgroup2 rw"));

        Assert.Equal("/a b", mount.Root);
        Assert.Equal(@"/mnt/c\dä", mount.Directory);
    }

    [Theory]
    [InlineData("")]
    [InlineData("-")]
    [InlineData("1 2 3 4 5 - cgroup2")]
    [InlineData("1 2 0:3 / /x rw - cgroup2 cgroup2")]
    public void A_line_that_is_no_mount_is_passed_over(string line) => Assert.Empty(MountInfo.Cgroups(line));
}
