namespace Runink.Isolation.Tests.Cgroups;

/// <summary>What the kernel says on three kinds of machines.</summary>
internal static class Hosts
{
    public const string HybridMounts = """
        23 1 254:0 / / rw,relatime - ext4 /dev/vda rw
        31 23 0:28 / /sys/fs/cgroup rw,relatime - tmpfs tmpfs rw,mode=755
        32 31 0:29 / /sys/fs/cgroup/cpu rw,relatime shared:4 - cgroup cgroup rw,cpu
        33 31 0:30 / /sys/fs/cgroup/cpuacct rw,relatime - cgroup cgroup rw,cpuacct
        35 31 0:32 / /sys/fs/cgroup/memory rw,relatime - cgroup cgroup rw,memory
        37 31 0:34 / /sys/fs/cgroup/freezer rw,relatime - cgroup cgroup rw,freezer
        38 31 0:35 / /sys/fs/cgroup/blkio rw,relatime - cgroup cgroup rw,blkio
        39 31 0:36 / /sys/fs/cgroup/pids rw,relatime - cgroup cgroup rw,pids
        40 31 0:37 / /sys/fs/cgroup/systemd rw,relatime - cgroup cgroup rw,name=systemd
        41 31 0:38 / /sys/fs/cgroup/unified rw,relatime - cgroup2 cgroup2 rw
        """;

    public const string HybridMembership = """
        9:name=systemd:/
        8:pids:/
        7:blkio:/
        6:freezer:/
        4:memory:/jobs/17
        2:cpuacct:/
        1:cpu:/
        0::/
        """;

    public const string OldMounts = """
        31 23 0:28 / /sys/fs/cgroup ro,nosuid,nodev,noexec - tmpfs tmpfs ro,mode=755
        32 31 0:29 / /sys/fs/cgroup/cpu,cpuacct rw,nosuid shared:9 master:2 - cgroup cgroup rw,cpu,cpuacct
        33 31 0:30 / /sys/fs/cgroup/memory rw,nosuid - cgroup cgroup rw,memory
        34 31 0:31 / /sys/fs/cgroup/pids rw,nosuid - cgroup cgroup rw,pids
        35 31 0:32 / /sys/fs/cgroup/blkio rw,nosuid - cgroup cgroup rw,blkio
        36 31 0:33 / /sys/fs/cgroup/freezer rw,nosuid - cgroup cgroup rw,freezer
        """;

    public const string OldMembership = """
        5:freezer:/
        4:blkio:/system.slice/agent.service
        3:pids:/system.slice/agent.service
        2:memory:/system.slice/agent.service
        1:cpu,cpuacct:/system.slice/agent.service
        """;

    public const string UnifiedMounts = """
        29 23 0:25 / /sys/fs/cgroup rw,nosuid,nodev,noexec,relatime shared:9 - cgroup2 cgroup2 rw,nsdelegate,memory_recursiveprot
        """;

    public const string UnifiedMembership = "0::/system.slice/agent.service\n";

    public const string UnifiedControllers = "cpuset cpu io memory hugetlb pids rdma misc\n";
}
