namespace Runink.Raft.Tests;

public sealed class LeaderClockTests
{
    [Fact]
    public void A_leader_gives_up_when_its_oldest_write_takes_too_long_and_not_before()
    {
        var node = new Bench("WriteStallTicks=3").Leads().Does("propose 1 #1 a").Ticks(2);
        Assert.Equal(Role.Leader, node.Node.Role);
        node.Ticks().Says("role Follower t1 leader=0");
    }

    [Fact]
    public void A_disk_that_finishes_something_is_alive()
    {
        var node = new Bench("WriteStallTicks=3").Leads().Does("propose 1 #1 a").Ticks(2).Does("propose 1 #2 b").Writes("1")
            .Ticks(2);
        Assert.Equal(Role.Leader, node.Node.Role);
        node.Ticks().Says("role Follower t1 leader=0");
    }

    [Fact]
    public void The_quorum_is_counted_once_in_an_election_timeout()
    {
        var node = new Bench("members=(1 2 3 4 5)").Leads().Ticks(10).Hears("2->1 t1 HeartbeatResponse")
            .Hears("3->1 t1 HeartbeatResponse");
        node.Ticks(10);
        Assert.Equal(Role.Leader, node.Node.Role);
        node.Hears("2->1 t1 HeartbeatResponse").Ticks(9);
        Assert.Equal(Role.Leader, node.Node.Role);
        node.Ticks().Says("role Follower t1 leader=0");
    }

    [Theory]
    [InlineData("2->1 t1 AppendAccepted match=1")]
    [InlineData("2->1 t1 AppendRejected 1 hint=0@0")]
    [InlineData("2->1 t1 AppendRejected 1 hint=0@0 lost")]
    [InlineData("2->1 t1 HeartbeatResponse")]
    public void Any_answer_of_a_follower_shows_that_it_follows(string answer)
    {
        var node = new Bench().Leads().Ticks(19).Hears(answer).Ticks();
        Assert.Equal(Role.Leader, node.Node.Role);
    }

    [Fact]
    public void Time_alone_can_commit_what_waited_for_old_leases()
    {
        var node = new Bench("term=1 log=1 LeaseNanoseconds=100ms ClockDriftPartsPerMillion=0").Leads();
        Assert.Equal(0, node.Node.Commit.Value);
        node.Ticks(10);
        Assert.Equal(0, node.Node.Commit.Value);
        node.Ticks();
        Assert.Equal(2, node.Node.Commit.Value);
    }
}
