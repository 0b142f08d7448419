namespace Runink.Raft.Tests;

public sealed class FollowerClockTests
{
    [Fact]
    public void One_that_never_stands_by_itself_gives_up_a_silent_leader_and_waits_anew()
    {
        var node = new Bench("term=1 Priority=0").Hears("2->1 t1 Heartbeat commit=0");
        var timeout = node.State.Timer.Timeout;
        Assert.InRange(timeout, 40, 49);
        node.Ticks(timeout - 1).SaysNothing().Ticks().Says("role Follower t1 leader=0");
        Assert.Equal(0, node.State.Timer.Elapsed);
    }

    [Fact]
    public void One_that_may_not_stand_gives_up_a_silent_leader_too()
    {
        var node = new Bench("term=1 members=(1l 2 3)").Hears("2->1 t1 Heartbeat commit=0");
        node.Ticks(node.State.Timer.Timeout - 1).SaysNothing().Ticks().Says("role Follower t1 leader=0");
    }
}
