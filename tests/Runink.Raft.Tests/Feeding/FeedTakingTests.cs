namespace Runink.Raft.Tests;

/// <summary>A learner that follows a member which does not lead: 1 learns, 2 feeds it, 3 leads.</summary>
public sealed class FeedTakingTests
{
    private const string Feed = "2->1 t1 Feed prev=0@0 commit=1 [1@1 command \"a\"]";

    private static Bench Learner(string more = "") =>
        new Bench($"members=(1l 2 3) term=1 Upstream=2 ElectionTicks=5 {more}").Hears("3->1 t1 Heartbeat commit=0");

    [Fact]
    public void It_asks_with_every_other_heartbeat_after_what_it_knows_to_be_committed()
    {
        var node = Learner("log=1,1").Ticks().Says("send 1->2 t1 FeedRequest after=0@0").Hears("2->1 t1 Feed prev=0@0 commit=0 []");
        node.Ticks().SaysNothing().Ticks().Says("send 1->2 t1 FeedRequest after=0@0").Hears("2->1 t1 Feed prev=0@0 commit=0 []");
        node.Hears("3->1 t1 AppendRequest prev=2@1 commit=2 []").Ticks().SaysNothing().Ticks().Says("send 1->2 t1 FeedRequest after=2@1");
    }

    [Fact]
    public void A_question_whose_answer_may_be_on_its_way_is_repeated_only_when_that_must_be_lost()
    {
        var node = Learner().Ticks().Says("send 1->2 t1 FeedRequest after=0@0");
        for (var i = 0; i < 4; i++) node.Ticks().SaysNothing().Hears("3->1 t1 Heartbeat commit=0");
        node.Ticks().Says("send 1->2 t1 FeedRequest after=0@0");
    }

    [Fact]
    public void What_it_is_fed_it_applies_and_acknowledges_to_the_leader_once_it_is_durable()
    {
        var node = Learner().Hears(Feed).Says("send 1->2 t1 FeedRequest after=1@1", "write 1 append [1@1 command 1B]");
        node.Writes().Says("send 1->3 t1 AppendAccepted match=1", "apply [1@1 command 1B]");
        Assert.Equal(new LogIndex(1), node.Node.Commit);
    }

    [Fact]
    public void It_commits_no_further_than_what_it_was_sent()
    {
        var node = Learner("log=1,1,1").Hears("2->1 t1 Feed prev=0@0 commit=3 [1@1 command 3B]");
        Assert.Equal(new LogIndex(1), node.Node.Commit);
    }

    [Fact]
    public void What_is_not_committed_and_conflicts_goes()
    {
        var node = Learner("term=2 log=1,1").Hears("3->1 t2 Heartbeat commit=0").Hears("2->1 t2 Feed prev=0@0 commit=2 [1@1 command 3B, 2@2 noop]");
        Assert.Equal((new LogPosition(new(2), new(2)), new LogIndex(2)), (node.Node.LastLog, node.Node.Commit));
    }

    [Fact]
    public void What_follows_another_entry_than_its_own_it_does_not_take()
    {
        var node = Learner("term=2 log=1,1").Hears("3->1 t2 Heartbeat commit=0").Hears("2->1 t2 Feed prev=2@2 commit=3 [3@2 noop]").SaysNothing();
        Assert.Equal(new LogPosition(new(2), new(1)), node.Node.LastLog);
    }

    [Fact]
    public void What_it_has_already_is_passed_over()
    {
        var node = Learner("log=1,1").Hears("3->1 t1 AppendRequest prev=2@1 commit=2 []").Applies();
        node.Hears("2->1 t1 Feed prev=1@1 commit=2 [2@1 command 3B]").SaysNothing();
        node.Hears("2->1 t1 Feed prev=1@1 commit=3 [2@1 command 3B, 3@1 noop]");
        Assert.Equal((3, 3), (node.Node.LastLog.Index.Value, node.Node.Commit.Value));
    }

    [Theory]
    [InlineData("members=(1l 2 3)", "2->1 t1 Feed prev=2@1 commit=3 [3@1 noop]")]
    [InlineData("members=(1l 2 3) log=1,?", "2->1 t1 Feed prev=2@1 commit=3 [3@1 noop]")]
    [InlineData("members=(1l 2 3)", "4->1 t1 Feed prev=0@0 commit=1 [1@1 noop]")]
    [InlineData("members=(1l 2 3)", "2->1 t0 Feed prev=0@0 commit=1 [1@1 noop]")]
    [InlineData("members=(1 2 3)", "2->1 t1 Feed prev=0@0 commit=1 [1@1 noop]")]
    [InlineData("members=(1l 2 3)->(1 2 3)", "2->1 t1 Feed prev=0@0 commit=1 [1@1 noop]")]
    public void It_takes_nothing_that_does_not_join_on_nor_from_others_nor_as_a_voter(string begins, string feed)
    {
        var node = Learner(begins).Hears(feed).SaysNothing();
        Assert.Equal(LogIndex.Zero, node.Node.Commit);
    }

    [Theory]
    [InlineData("2->1 t1 Heartbeat commit=0", "members=(1l 2 3)")]
    [InlineData("3->1 t1 Heartbeat commit=0", "members=(1 2 3)")]
    public void It_asks_nobody_while_that_one_leads_or_it_votes(string heartbeat, string members) =>
        new Bench($"{members} term=1 Upstream=2").Hears(heartbeat).Ticks(4).SaysNothing();

    [Fact]
    public void It_tells_the_leader_who_feeds_it_for_as_long_as_it_hears_from_it()
    {
        var node = Learner().Hears("3->1 t1 Heartbeat commit=0").Says("send 1->3 t1 HeartbeatResponse");
        node.Hears("2->1 t1 Feed prev=0@0 commit=0 []").SaysNothing();
        Assert.Equal(new NodeId(2), node.Node.Feeder);
        node.Ticks(4).Hears("3->1 t1 Heartbeat commit=0").Says("send 1->3 t1 HeartbeatResponse fed=2");
        node.Ticks().Hears("3->1 t1 Heartbeat commit=0").Says("send 1->3 t1 HeartbeatResponse");
        Assert.Equal(NodeId.None, node.Node.Feeder);
    }

    [Fact]
    public void What_its_disk_cannot_keep_up_with_it_does_not_take()
    {
        var node = Learner("MaxPendingWrites=1").Hears(Feed).Hears("2->1 t1 Feed prev=1@1 commit=2 [2@1 noop]").SaysNothing();
        Assert.Equal(new LogIndex(1), node.Node.LastLog.Index);
    }
}
