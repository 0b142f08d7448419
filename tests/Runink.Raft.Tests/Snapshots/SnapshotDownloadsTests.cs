namespace Runink.Raft.Tests;

public sealed class SnapshotDownloadsTests
{
    private const string Chunk = "SnapshotChunk snapshot 5@1 (1 2 3) offset";

    [Fact]
    public void An_offer_of_what_is_here_already_is_answered_with_how_far_that_is() =>
        new Bench("term=1 log=1,1").Hears("2->1 t1 Heartbeat commit=2").Hears("2->1 t1 SnapshotOffer source=2 minimum=2")
            .Says("send 1->2 t1 AppendAccepted match=2")
            .Hears("2->1 t1 SnapshotOffer source=2 minimum=3").Says("send 1->2 t1 SnapshotChunkRequest 0@0 offset=0 minimum=3");

    [Fact]
    public void The_same_offer_again_asks_for_nothing_and_another_source_is_asked_to_go_on()
    {
        var node = Fetching().Hears("2->1 t1 SnapshotOffer source=2 minimum=5").SaysNothing();
        node.Hears($"2->1 t1 {Chunk}=0 5B").Writes();
        node.Hears("2->1 t1 SnapshotOffer source=3 minimum=5").Says("send 1->3 t1 SnapshotChunkRequest 5@1 offset=5 minimum=5");
        node.Hears($"2->1 t1 {Chunk}=5 5B").SaysNothing().Hears($"3->1 t1 {Chunk}=5 5B")
            .Says("write 2 stage snapshot 5@1 (1 2 3) offset=5 5B");
    }

    [Fact]
    public void While_a_piece_is_on_its_way_to_the_disk_nothing_is_asked_for_and_no_other_piece_taken()
    {
        var node = Fetching().Hears($"2->1 t1 {Chunk}=0 5B").Hears("2->1 t1 SnapshotOffer source=3 minimum=5").SaysNothing();
        node.Hears($"3->1 t1 {Chunk}=0 5B").SaysNothing().Writes()
            .Says("send 1->3 t1 SnapshotChunkRequest 5@1 offset=5 minimum=5");
    }

    [Theory]
    [InlineData("2->1 t1 SnapshotChunk snapshot 4@1 (1 2 3) offset=0 5B")]
    [InlineData("3->1 t1 SnapshotChunk snapshot 5@1 (1 2 3) offset=0 5B")]
    [InlineData("2->1 t1 SnapshotChunk snapshot 5@1 (1 2 3) offset=1 5B")]
    [InlineData("2->1 t1 SnapshotChunk snapshot 5@1 (1 2 3) offset=0 0B")]
    public void A_piece_that_does_not_fit_is_not_taken(string piece) => Fetching().Hears(piece).SaysNothing();

    [Fact]
    public void A_piece_that_nobody_asked_for_is_not_taken() => new Bench("term=1").Hears($"2->1 t1 {Chunk}=0 5B").SaysNothing();

    [Fact]
    public void A_newer_snapshot_from_its_beginning_takes_the_place_of_a_part_of_an_older_one()
    {
        var node = Fetching().Hears($"2->1 t1 {Chunk}=0 5B").Writes();
        node.Hears("2->1 t1 SnapshotChunk snapshot 6@1 (1 2 3) offset=5 5B").SaysNothing();
        node.Hears("2->1 t1 SnapshotChunk snapshot 6@1 (1 2 3) offset=0 5B")
            .Says("write 2 stage snapshot 6@1 (1 2 3) offset=0 5B");
        node.Writes().Says("send 1->2 t1 SnapshotChunkRequest 6@1 offset=5 minimum=5");
    }

    [Fact]
    public void A_part_that_falls_short_of_a_new_minimum_is_dropped_at_once_or_when_its_piece_is_durable()
    {
        var node = Fetching().Hears($"2->1 t1 {Chunk}=0 5B").Hears("2->1 t1 SnapshotOffer source=2 minimum=6").SaysNothing();
        node.Writes().Says("send 1->2 t1 SnapshotChunkRequest 0@0 offset=0 minimum=6");
        var idle = Fetching().Hears($"2->1 t1 {Chunk}=0 5B").Writes().Hears("2->1 t1 SnapshotOffer source=3 minimum=6");
        idle.Says("send 1->3 t1 SnapshotChunkRequest 0@0 offset=0 minimum=6");
        var enough = Fetching().Hears($"2->1 t1 {Chunk}=0 5B").Writes().Hears("2->1 t1 SnapshotOffer source=3 minimum=5");
        enough.Says("send 1->3 t1 SnapshotChunkRequest 5@1 offset=5 minimum=5");
    }

    [Fact]
    public void A_silent_source_is_asked_again_every_four_heartbeats_and_given_up_after_two_election_timeouts()
    {
        var node = Fetching("HeartbeatTicks=2").Ticks(7).SaysNothing().Ticks()
            .Says("send 1->2 t1 SnapshotChunkRequest 0@0 offset=0 minimum=5");
        node.Hears("2->1 t1 Heartbeat commit=0").Ticks(7).SaysNothing().Ticks()
            .Says("send 1->2 t1 SnapshotChunkRequest 0@0 offset=0 minimum=5");
        node.Hears("2->1 t1 Heartbeat commit=0").Ticks(3).SaysNothing().Ticks().Says("send 1->2 t1 SnapshotUnavailable source=2");
        node.Ticks(20);
        Assert.DoesNotContain(node.Said, line => line.Contains("Snapshot", StringComparison.Ordinal));
    }

    [Fact]
    public void A_piece_that_arrives_puts_that_off()
    {
        var node = Fetching().Ticks(19).Hears($"2->1 t1 {Chunk}=0 5B").Ticks(5).Writes().Ticks(3).SaysNothing();
        Assert.Equal("send 1->2 t1 SnapshotChunkRequest 5@1 offset=5 minimum=5", node.Ticks().Said[0]);
    }

    [Fact]
    public void A_source_that_has_none_is_reported_to_the_leader_and_the_next_one_asked()
    {
        var node = new Bench("term=1").Hears("2->1 t1 SnapshotOffer source=3 minimum=5")
            .Hears("3->1 t1 SnapshotUnavailable source=3");
        node.Says("send 1->2 t1 SnapshotUnavailable source=3").Hears("3->1 t1 SnapshotUnavailable source=3").SaysNothing();
        node.Hears("2->1 t1 SnapshotOffer source=2 minimum=5").Says("send 1->2 t1 SnapshotChunkRequest 0@0 offset=0 minimum=5");
    }

    [Fact]
    public void Without_a_leader_there_is_nobody_to_report_to()
    {
        var node = new Bench("term=1 Priority=0").Hears("2->1 t1 SnapshotOffer source=3 minimum=5").Hears("2->1 t2 VoteRefused");
        node.Hears("3->1 t2 SnapshotUnavailable source=3").SaysNothing();
    }

    [Fact]
    public void When_the_log_brings_what_the_snapshot_would_have_nothing_more_is_fetched()
    {
        var node = Fetching("log=1,1,1,1,1").Hears("2->1 t1 AppendRequest prev=5@1 commit=4 []").Ticks(3);
        Assert.NotNull(node.State.Download);
        node.Hears("2->1 t1 Heartbeat commit=5").Ticks().SaysNothing();
        Assert.Null(node.State.Download);
    }

    [Theory]
    [InlineData(5, false)]
    [InlineData(6, true)]
    public void But_a_part_that_reaches_further_is_kept(long index, bool isKept)
    {
        var node = Fetching("log=1,1,1,1,1").Hears($"2->1 t1 SnapshotChunk snapshot {index}@1 (1 2 3) offset=0 5B").Writes();
        node.Hears("2->1 t1 Heartbeat commit=5").Ticks();
        Assert.Equal(isKept, node.State.Download is not null);
    }

    [Fact]
    public void A_whole_that_fails_its_check_is_fetched_anew_from_the_leader()
    {
        var node = Fetching().Does("spoil 1").Hears($"2->1 t1 {Chunk}=0 5B last").Writes()
            .Says("send 1->2 t1 SnapshotUnavailable source=2");
        node.Hears("2->1 t1 SnapshotOffer source=2 minimum=5").Says("send 1->2 t1 SnapshotChunkRequest 0@0 offset=0 minimum=5");
    }

    [Fact]
    public void The_failure_of_another_snapshot_means_nothing()
    {
        var node = Fetching().Hears($"2->1 t1 {Chunk}=0 5B").Writes();
        node.Node.StagedSnapshotFailed(new SnapshotDescription(new(new(4), new(1)), Membership.Empty));
        new Bench().Node.StagedSnapshotFailed(new SnapshotDescription(new(new(4), new(1)), Membership.Empty));
        Assert.Equal(5, node.State.Download!.Offset);
    }

    [Fact]
    public void While_one_is_installed_no_other_is_fetched()
    {
        var node = Fetching().Hears($"2->1 t1 {Chunk}=0 5B last").Writes().Hears("2->1 t1 SnapshotOffer source=2 minimum=9")
            .SaysNothing();
        node.Writes().Hears("2->1 t1 SnapshotOffer source=2 minimum=9")
            .Says("send 1->2 t1 SnapshotChunkRequest 0@0 offset=0 minimum=9");
    }

    [Fact]
    public void Other_writes_that_become_durable_first_do_not_count_as_the_piece()
    {
        var node = Fetching().Hears("2->1 t2 Heartbeat commit=0").Hears("2->1 t2 SnapshotChunk snapshot 5@1 (1 2 3) offset=0 5B");
        node.Writes("1").SaysNothing().Writes("1").Says("send 1->2 t2 SnapshotChunkRequest 5@1 offset=5 minimum=5");
    }

    [Fact]
    public void A_piece_that_becomes_durable_when_there_is_no_source_any_more_asks_nobody_for_the_next()
    {
        var node = Fetching().Hears($"2->1 t1 {Chunk}=0 5B").Hears("2->1 t1 SnapshotUnavailable source=2");
        node.Writes().SaysNothing();
        node.Hears("2->1 t1 SnapshotOffer source=3 minimum=5").Says("send 1->3 t1 SnapshotChunkRequest 5@1 offset=5 minimum=5");
    }

    private static Bench Fetching(string text = "") =>
        new Bench($"term=1 Priority=0 {text}").Hears("2->1 t1 SnapshotOffer source=2 minimum=5");
}
