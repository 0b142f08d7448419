namespace Runink.Raft.Tests;

public sealed class FollowingTests
{
    [Fact]
    public void The_commit_index_never_goes_back()
    {
        var node = new Bench("term=1 log=1,1").Hears("2->1 t1 Heartbeat commit=2").Hears("2->1 t1 Heartbeat commit=1");
        Assert.Equal(2, node.Node.Commit.Value);
        node.Says("send 1->2 t1 HeartbeatResponse");
    }

    [Fact]
    public void It_stops_before_a_hole()
    {
        var node = new Bench("term=1 log=1,1,?1,1").Hears("2->1 t1 Heartbeat commit=4");
        Assert.Equal(2, node.Node.Commit.Value);
    }

    [Fact]
    public void A_leader_that_counts_on_what_was_never_here_stops_the_node() =>
        new Bench("term=1 log=1").Hears("2->1 t1 Heartbeat commit=2").Says(
            "stops: the leader believes entries to be here that this node never had: was its disk replaced under its old id?");

    [Theory]
    [InlineData("MaxPendingWrites=2", 2, true)]
    [InlineData("MaxPendingWrites=3", 2, false)]
    [InlineData("MaxPendingWrites=1", 0, false)]
    [InlineData("MaxPendingWrites=1", 1, true)]
    public void A_follower_takes_no_more_than_so_many_writes(string bound, int writes, bool isFull)
    {
        var node = new Bench($"term=1 {bound}").Hears("2->1 t1 Heartbeat commit=0");
        for (var i = 0; i < writes; i++) node.State.Writes.Issue();
        Assert.Equal(isFull, Following.IsOverloaded(node.State));
        node.Hears("2->1 t1 AppendRequest prev=0@0 commit=0 [1@1 noop]");
        if (isFull) node.SaysNothing();
        else Assert.NotEmpty(node.Said);
    }

    [Theory]
    [InlineData(1, false)]
    [InlineData(2, true)]
    public void Nor_so_many_promises_behind_them(int promises, bool isFull)
    {
        var node = new Bench("term=1 MaxPendingWrites=2");
        node.State.Writes.Issue();
        for (var term = 1; term <= promises; term++)
            node.State.Writes.HoldBack(new VoteGranted(new(1), new(1), new(2), new(term)));
        Assert.Equal(isFull, Following.IsOverloaded(node.State));
    }

    [Theory]
    [InlineData(106, false)]
    [InlineData(105, true)]
    public void Nor_so_many_bytes_that_wait_to_be_applied(int bytes, bool isFull)
    {
        var node = new Bench($"term=1 log=1,1,1,1 MaxUncommittedBytes={bytes}").Hears("2->1 t1 Heartbeat commit=3");
        Assert.Equal(isFull, Following.IsOverloaded(node.State));
        node.Applies();
        Assert.False(Following.IsOverloaded(node.State));
    }

    [Fact]
    public void Without_a_leader_there_is_nobody_to_promise_to()
    {
        var node = new Bench("term=1 log=1");
        Following.Accept(node.State, new(1));
        Assert.False(node.State.Out.HasPromises);
    }
}
