using Runink.Isolation.Cgroups;

namespace Runink.Isolation.Tests.Cgroups;

public sealed class CgroupAccessTests
{
    // Higher than the kernel counts.
    private const int NoProcess = 1 << 23;

    [Fact]
    public void A_group_that_a_killed_agent_left_when_it_tried_its_rights_is_removed_by_the_next()
    {
        Needs.Met(Environment.IsPrivilegedProcess, "this needs root");
        var pids = CgroupAccess.Usable()[CgroupController.Processes];
        Needs.Met(pids is not null, "this needs control groups");
        var left = CgroupDirectory.Make(pids!.Base, [CgroupDirectory.Top, $"probe-{NoProcess}"], _ => { });

        CgroupAccess.Usable();

        Assert.False(Directory.Exists(left));
    }
}
