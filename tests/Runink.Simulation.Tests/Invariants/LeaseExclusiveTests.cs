using Runink.Raft;

namespace Runink.Simulation.Tests;

public sealed class LeaseExclusiveTests
{
    private readonly Stage _stage = Stage.For<LeaseExclusive>();

    public LeaseExclusiveTests()
    {
        _stage.Establish(_stage.A, 1, Stage.Noop(1, 1));
        _stage.A.Time = new MonotonicTime(1000);
        _stage.A.LeaseEnd = new MonotonicTime(2000);
        _stage.Elect(_stage.B, 2);
        _stage.Replicate([_stage.B, _stage.C], Stage.Noop(2, 2));
    }

    [Fact]
    public void A_commit_after_the_lease_is_right()
    {
        _stage.A.Time = new MonotonicTime(2000);
        _stage.Commit(_stage.B, 2);
        _stage.Commit(_stage.A, 1);
    }

    [Fact]
    public void A_commit_during_the_lease_of_an_earlier_leader_breaks_it() => _stage.Breaks(() => _stage.Commit(_stage.B, 2));

    [Fact]
    public void A_leader_that_gives_itself_a_lease_after_a_later_one_has_committed_breaks_it()
    {
        _stage.A.LeaseEnd = null;
        _stage.Commit(_stage.B, 2);
        _stage.A.LeaseEnd = new MonotonicTime(2000);
        _stage.Breaks(() => _stage.Step(_stage.A, view => view));
    }

    [Fact]
    public void A_node_that_is_down_serves_nobody()
    {
        _stage.A.IsRunning = false;
        _stage.Commit(_stage.B, 2);
    }
}
