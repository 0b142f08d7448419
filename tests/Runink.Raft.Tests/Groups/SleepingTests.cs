namespace Runink.Raft.Tests;

public sealed class SleepingTests
{
    private static readonly string[] Farewell =
        ["send 1->2 t1 Heartbeat commit=1 sleep", "send 1->3 t1 Heartbeat commit=1 sleep"];

    [Fact]
    public void A_leader_sends_everyone_to_sleep_after_so_many_idle_ticks()
    {
        var node = new Bench("SleepAfterTicks=3").Leads().Ticks(2);
        Assert.False(node.Node.IsAsleep);
        node.Ticks().Says(Farewell);
        Assert.True(node.Node.IsAsleep);
        node.Ticks(100).SaysNothing();
    }

    [Fact]
    public void Idle_ticks_are_counted_anew_after_work()
    {
        var node = new Bench("SleepAfterTicks=3").Leads().Ticks(2).Does("read 1 #1").Hears("2->1 t1 HeartbeatResponse round=1")
            .Ticks(2);
        Assert.False(node.Node.IsAsleep);
        node.Ticks();
        Assert.True(node.Node.IsAsleep);
    }

    [Theory]
    [InlineData("")]
    [InlineData("read 1 #1")]
    [InlineData("propose 1 #1 a")]
    [InlineData("transfer 1 2")]
    [InlineData("unreachable 1 2")]
    [InlineData("rot 1 1")]
    public void A_leader_with_anything_to_do_stays_awake(string command)
    {
        var node = new Bench("SleepAfterTicks=3 CheckQuorum=off").Leads();
        if (command.Length > 0) node.Does(command);
        node.Ticks(3);
        Assert.Equal(command.Length == 0, node.Node.IsAsleep);
    }

    [Fact]
    public void So_does_one_whose_state_machine_lags()
    {
        var node = new Bench("SleepAfterTicks=1").Leads().Does("propose 1 #1 a").Writes();
        node.Hears("2->1 t1 AppendAccepted match=2").Hears("3->1 t1 AppendAccepted match=2").Ticks();
        Assert.False(node.Node.IsAsleep);
        node.Applies().Ticks();
        Assert.True(node.Node.IsAsleep);
    }

    [Fact]
    public void So_does_one_whose_disk_still_writes_a_snapshot_that_was_fetched_before_it_led()
    {
        var node = new Bench("SleepAfterTicks=1 PreVote=off").Hears("2->1 t0 SnapshotOffer source=3 minimum=9").Leads();
        node.Hears("3->1 t1 SnapshotChunk snapshot 9@1 (1 2 3) offset=0 5B").Ticks();
        Assert.False(node.Node.IsAsleep);
        node.Writes().Ticks();
        Assert.True(node.Node.IsAsleep);
    }

    [Fact]
    public void So_does_one_whose_peers_are_behind_or_silent()
    {
        var node = new Bench("SleepAfterTicks=1").Leads().Does("propose 1 #1 a").Writes().Hears("2->1 t1 AppendAccepted match=2")
            .Applies().Ticks();
        Assert.False(node.Node.IsAsleep);
        var silent = new Bench("SleepAfterTicks=15").Leads().Ticks(10).Hears("2->1 t1 HeartbeatResponse").Ticks(9);
        Assert.False(silent.Node.IsAsleep);
    }

    [Theory]
    [InlineData("", true)]
    [InlineData("propose 1 #1 a", false)]
    [InlineData("read 1 #1", false)]
    [InlineData("inject 2->1 t1 SnapshotOffer source=3 minimum=9", false)]
    public void A_follower_with_anything_to_do_says_that_it_is_awake(string command, bool isAsleep)
    {
        var node = new Bench("SleepAfterTicks=3 term=1 log=1 ForwardProposals=on").Hears("2->1 t1 Heartbeat commit=1").Applies();
        if (command.Length > 0) node.Does(command);
        node.Hears("2->1 t1 Heartbeat commit=1 sleep").Says(isAsleep ? [] : ["send 1->2 t1 HeartbeatResponse awake"]);
        Assert.Equal(isAsleep, node.Node.IsAsleep);
    }

    [Fact]
    public void So_does_one_that_lags_behind_or_writes_or_has_more()
    {
        new Bench("SleepAfterTicks=3 term=1 log=1").Hears("2->1 t1 Heartbeat commit=1 sleep").Says(
            "send 1->2 t1 HeartbeatResponse awake", "apply [1@1 command 3B]", "role Follower t1 leader=2");
        new Bench("SleepAfterTicks=3 term=1 log=1,1").Hears("2->1 t1 Heartbeat commit=1").Applies()
            .Hears("2->1 t1 Heartbeat commit=1 sleep")
            .Says("send 1->2 t1 HeartbeatResponse awake");
        var writing = new Bench("SleepAfterTicks=3 term=1 log=1").Hears("2->1 t2 Heartbeat commit=1").Applies();
        writing.Hears("2->1 t2 Heartbeat commit=1 sleep").Says("send 1->2 t2 HeartbeatResponse awake");
    }

    [Fact]
    public void One_that_must_not_sleep_never_does() =>
        new Bench("term=1 log=1").Hears("2->1 t1 Heartbeat commit=1").Applies().Hears("2->1 t1 Heartbeat commit=1 sleep")
            .Says("send 1->2 t1 HeartbeatResponse awake");

    [Theory]
    [InlineData("inject 2->1 t1 Heartbeat commit=1", true)]
    [InlineData("inject 2->1 t1 AppendRequest prev=1@1 commit=1 []", true)]
    [InlineData("inject 3->1 t1 PreVoteRequest last=1@1", true)]
    [InlineData("inject 3->1 t1 AppendAccepted match=1", false)]
    [InlineData("inject 3->1 t1 HeartbeatResponse", false)]
    [InlineData("inject 3->1 t1 HeartbeatResponse awake", true)]
    [InlineData("inject 2->1 t1 Heartbeat commit=1 sleep", false)]
    [InlineData("inject 2->1 t0 Heartbeat commit=1", false)]
    [InlineData("inject 2->1 t0 AppendRequest prev=1@1 commit=1 []", false)]
    [InlineData("inject 3->1 t0 PreVoteRequest last=1@1", true)]
    [InlineData("inject 3->1 t1 StaleTerm", false)]
    [InlineData("inject 3->1 t2 StaleTerm", true)]
    [InlineData("inject 3->1 t1 FeedRequest after=0@0", false)]
    [InlineData("inject 3->1 t2 FeedRequest after=0@0", true)]
    [InlineData("inject 3->1 t2 AppendAccepted match=1", true)]
    [InlineData("inject 2->1 t2 Feed prev=0@0 commit=1 [1@1 noop]", true)]
    [InlineData("inject 2->1 t0 Feed prev=0@0 commit=1 [1@1 noop]", false)]
    [InlineData("inject 2->1 t1 Feed prev=0@0 commit=1 [1@1 noop]", false)]
    [InlineData("propose 1 #1 a", true)]
    [InlineData("read 1 #1", true)]
    [InlineData("change 1 Remove 2", true)]
    [InlineData("transfer 1 2", true)]
    [InlineData("campaign 1", true)]
    [InlineData("rot 1 1", true)]
    [InlineData("wake 1", true)]
    [InlineData("unreachable 1 2", false)]
    [InlineData("peerdown 1 3", false)]
    [InlineData("peerdown 1 2", true)]
    public void Whatever_means_work_wakes_a_sleeper(string command, bool wakes)
    {
        var node = new Bench("SleepAfterTicks=3 term=1 log=1").Hears("2->1 t1 Heartbeat commit=1").Applies()
            .Hears("2->1 t1 Heartbeat commit=1 sleep");
        Assert.True(node.Node.IsAsleep);
        node.Does(command);
        Assert.Equal(!wakes, node.Node.IsAsleep);
    }

    [Fact]
    public void Who_wakes_has_slept_through_no_timeout()
    {
        var follower = new Bench("SleepAfterTicks=3 term=1 log=1").Hears("2->1 t1 Heartbeat commit=1").Applies().Ticks(9);
        follower.Hears("2->1 t1 Heartbeat commit=1 sleep").Does("wake 1").Ticks(9).SaysNothing();
        var dozing = new Bench("SleepAfterTicks=3 term=1 log=1").Hears("2->1 t1 Heartbeat commit=1").Applies()
            .Hears("2->1 t1 Heartbeat commit=1 sleep");
        dozing.State.Timer.Tick();
        dozing.Does("wake 1");
        Assert.Equal(0, dozing.State.Timer.Elapsed);
    }

    [Theory]
    [InlineData("wake 1", true)]
    [InlineData("rot 1 1", true)]
    [InlineData("inject 3->1 t1 PreVoteRequest last=1@1", true)]
    [InlineData("inject 2->1 t1 Heartbeat commit=1", false)]
    [InlineData("inject 2->1 t1 AppendRequest prev=1@1 commit=1 []", false)]
    [InlineData("peerdown 1 2", false)]
    public void A_follower_wakes_its_leader_unless_that_woke_it_or_is_gone(string command, bool says)
    {
        var node = new Bench("SleepAfterTicks=3 term=1 log=1").Hears("2->1 t1 Heartbeat commit=1").Applies()
            .Hears("2->1 t1 Heartbeat commit=1 sleep");
        node.Does(command);
        Assert.Equal(says, node.Said.Contains("send 1->2 t1 HeartbeatResponse awake"));
    }

    [Fact]
    public void A_leader_that_wakes_counts_nobody_as_silent_and_sends_a_heartbeat_at_the_next_tick()
    {
        var node = new Bench("SleepAfterTicks=1 HeartbeatTicks=5").Leads().Ticks();
        foreach (var peer in node.State.Lead!.Peers.All) peer.Active = false;
        node.Does("propose 1 #1 a").Writes().Ticks().Says("send 1->2 t1 Heartbeat commit=1", "send 1->3 t1 Heartbeat commit=1");
        Assert.All(node.State.Lead.Peers.All, peer => Assert.True(peer.Active));
    }

    [Fact]
    public void Sleepers_elect_another_leader_when_theirs_is_down()
    {
        var node = new Bench("SleepAfterTicks=3 term=1 log=1").Hears("2->1 t1 Heartbeat commit=1").Applies()
            .Hears("2->1 t1 Heartbeat commit=1 sleep");
        node.Does("peerdown 1 2").Says("role Follower t1 leader=0");
        var awake = new Bench("SleepAfterTicks=3 term=1 log=1").Hears("2->1 t1 Heartbeat commit=1").Does("peerdown 1 2")
            .SaysNothing();
        Assert.Equal(2UL, awake.Node.Leader.Value);
    }
}
