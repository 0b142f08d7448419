using Runink.Isolation.Cgroups;

namespace Runink.Isolation.Tests.Cgroups;

public sealed class CgroupMembershipTests
{
    [Theory]
    [InlineData("/", "4:memory:/jobs/17", "/m/jobs/17")]
    [InlineData("/", "4:memory:/", "/m")]
    [InlineData("/docker/abc", "4:memory:/docker/abc", "/m")]
    [InlineData("/docker/abc", "4:memory:/docker/abc/x", "/m/x")]
    [InlineData("/docker/abc", "4:memory:/docker/abcd", "/m")]
    [InlineData("/docker/abc", "4:memory:/", "/m")]
    [InlineData("/", "4:memory:/../other", "/m")]
    public void The_own_group_is_found_beneath_what_the_mount_shows(string root, string membership, string expected) =>
        Assert.Equal(expected, CgroupMembership.DirectoryIn(membership, new("/m", root, 1, ["rw", "memory"])));

    [Fact]
    public void Controllers_that_are_mounted_together_are_one_hierarchy()
    {
        var mount = new CgroupMount("/c", "/", 1, ["rw", "cpu", "cpuacct"]);

        Assert.Equal("/c/a", CgroupMembership.DirectoryIn("1:cpu,cpuacct:/a", mount));
        Assert.Equal("/c/a:b", CgroupMembership.DirectoryIn("2:cpuacct,cpu:/a:b", mount));
        Assert.Null(CgroupMembership.DirectoryIn("3:memory:/a", mount));
    }

    [Fact]
    public void Version_2_has_a_line_of_its_own()
    {
        var mount = new CgroupMount("/u", "/", 2, []);

        Assert.Equal("/u/x", CgroupMembership.DirectoryIn("1:name=systemd:/y\n0::/x\n", mount));
        Assert.Null(CgroupMembership.DirectoryIn("1:name=systemd:/y", mount));
    }
}
