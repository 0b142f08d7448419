namespace Runink.Raft.Tests;

/// <summary>A member that learners follow: 1 feeds, 2 leads, 3 votes, 4 and 5 learn.</summary>
public sealed class FeedServingTests
{
    private const string Members = "members=(1 2 3 4l 5l 6w)";

    private static Bench Follower(string more = "") =>
        new Bench($"{Members} term=1 log=1,1,1 ElectionTicks=5 {more}").Hears("2->1 t1 AppendRequest prev=3@1 commit=2 []");

    [Fact]
    public void It_gives_what_is_committed_and_nothing_beyond() => Follower().Hears("4->1 t1 FeedRequest after=0@0")
        .Says("send 1->4 t1 Feed prev=0@0 commit=2 [1@1 command 3B, 2@1 command 3B]").Ticks().SaysNothing();

    [Fact]
    public void Who_has_everything_is_told_so_once_and_gets_more_when_there_is_more()
    {
        var node = Follower().Hears("4->1 t1 FeedRequest after=2@1").Says("send 1->4 t1 Feed prev=2@1 commit=2 []").Ticks().SaysNothing();
        node.Hears("2->1 t1 Heartbeat commit=3");
        Assert.Contains("send 1->4 t1 Feed prev=2@1 commit=3 [3@1 command 3B]", node.Said);
        node.Hears("4->1 t1 FeedRequest after=3@1").Says("send 1->4 t1 Feed prev=3@1 commit=3 []");
    }

    [Fact]
    public void What_was_sent_a_moment_ago_is_not_sent_again()
    {
        const string Batch = "send 1->4 t1 Feed prev=0@0 commit=2 [1@1 command 3B, 2@1 command 3B]";
        var node = Follower("ElectionTicks=8").Hears("4->1 t1 FeedRequest after=0@0").Says(Batch).Hears("4->1 t1 FeedRequest after=0@0").SaysNothing();
        node.Ticks(3).Hears("4->1 t1 FeedRequest after=0@0").SaysNothing().Hears("4->1 t1 FeedRequest after=1@1")
            .Says("send 1->4 t1 Feed prev=1@1 commit=2 [2@1 command 3B]");
        node.Ticks(4).Hears("4->1 t1 FeedRequest after=1@1").Says("send 1->4 t1 Feed prev=1@1 commit=2 [2@1 command 3B]");
    }

    [Fact]
    public void A_batch_has_a_bound() => Follower("MaxBatchEntries=1").Hears("4->1 t1 FeedRequest after=0@0")
        .Says("send 1->4 t1 Feed prev=0@0 commit=2 [1@1 command 3B]");

    [Fact]
    public void Each_learner_is_served_for_itself_and_its_last_question_counts()
    {
        var node = Follower().Hears("4->1 t1 FeedRequest after=2@1").Hears("5->1 t1 FeedRequest after=2@1").Hears("4->1 t1 FeedRequest after=2@1");
        node.Hears("2->1 t1 Heartbeat commit=3");
        Assert.Equal(
            ["send 1->4 t1 Feed prev=2@1 commit=3 [3@1 command 3B]", "send 1->5 t1 Feed prev=2@1 commit=3 [3@1 command 3B]"],
            node.Said.Where(line => line.Contains("Feed", StringComparison.Ordinal)).Order());
    }

    [Fact]
    public void Who_does_not_ask_any_more_is_forgotten()
    {
        var node = Follower().Hears("4->1 t1 FeedRequest after=2@1");
        for (var i = 0; i < 10; i++) node.Ticks().Hears("2->1 t1 Heartbeat commit=2");
        Assert.Equal(0, node.State.Feeds.Count);
    }

    [Theory]
    [InlineData("", "7->1 t1 FeedRequest after=0@0")]
    [InlineData("", "6->1 t1 FeedRequest after=0@0")]
    [InlineData("Upstream=4", "4->1 t1 FeedRequest after=0@0")]
    [InlineData("Witness=on", "4->1 t1 FeedRequest after=0@0")]
    [InlineData("", "4->1 t1 FeedRequest after=1@7")]
    public void Strangers_witnesses_and_who_feeds_it_get_nothing(string more, string request) => Follower(more).Hears(request).SaysNothing();

    [Fact]
    public void Without_a_leader_it_feeds_nobody() =>
        new Bench($"{Members} term=1 log=1").Hears("4->1 t1 FeedRequest after=0@0").SaysNothing();

    [Fact]
    public void What_is_compacted_away_it_cannot_give() =>
        new Bench($"{Members} term=1 base=4@1 snapshot=4@1 log=1").Hears("2->1 t1 AppendRequest prev=5@1 commit=5 []")
            .Hears("4->1 t1 FeedRequest after=3@1").SaysNothing();

    [Fact]
    public void A_question_does_not_wake_a_group_that_sleeps()
    {
        var node = new Bench($"{Members} term=1 log=1 SleepAfterTicks=3").Hears("2->1 t1 AppendRequest prev=1@1 commit=1 []").Applies();
        node.Writes().Hears("2->1 t1 Heartbeat commit=1 sleep");
        Assert.True(node.Node.IsAsleep);
        node.Hears("4->1 t1 FeedRequest after=0@0").Says("send 1->4 t1 Feed prev=0@0 commit=1 [1@1 command 3B]");
        Assert.True(node.Node.IsAsleep);
    }
}
