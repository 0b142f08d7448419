using Runink.Isolation.Cgroups;
using Runink.Isolation.Sandbox;
using Runink.Isolation.Tests.Cgroups;

namespace Runink.Isolation.Tests.Sandbox;

public sealed class IsolationGapsTests
{
    private static readonly SandboxHostOptions Options = new() { StateDirectory = "/none" };
    private static readonly CgroupLayout All = CgroupLayout.Decide(Hosts.UnifiedMounts, Hosts.UnifiedMembership, _ => Hosts.UnifiedControllers);

    [Fact]
    public void Root_on_a_whole_machine_lacks_nothing() => Assert.Empty(IsolationGaps.Of(Options, root: true, All));

    [Fact]
    public void An_ordinary_user_without_groups_is_told_everything_that_is_missing()
    {
        var gaps = IsolationGaps.Of(Options, root: false, CgroupLayout.None);

        Assert.Equal(["own-uid", "memory-limit", "cpu-limit", "process-limit", "io-limit", "tree-kill"], gaps.Select(gap => gap.Code));
        Assert.All(gaps, gap => Assert.NotEmpty(gap.Fix));
    }

    [Fact]
    public void No_isolation_is_a_gap_even_for_root() =>
        Assert.Equal(
            ["sandbox", "own-uid"],
            IsolationGaps.Of(Options with { Driver = IsolationDriver.None }, root: true, All).Select(gap => gap.Code));
}
