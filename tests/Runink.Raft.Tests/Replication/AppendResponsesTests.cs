namespace Runink.Raft.Tests;

public sealed class AppendResponsesTests
{
    private static PeerStatus Peer2(Bench node) => node.Node.PeerOf(new(2))!.Value;

    [Fact]
    public void A_probe_that_fits_opens_the_pipeline()
    {
        var node = new Bench("PreVote=off").Does("campaign 1").Writes().Hears("2->1 t1 VoteGranted").Does("propose 1 #1 a").Says(
            "proposal #1 appended at 2@1", "write 3 append [2@1 command 1B]");
        Assert.Equal("Probe", Peer2(node).State);
        node.Hears("2->1 t1 AppendAccepted match=1").Says("send 1->2 t1 AppendRequest prev=1@1 commit=0 [2@1 command 1B]");
        Assert.Equal(("Replicate", 1L, 3L), (Peer2(node).State, Peer2(node).Match.Value, Peer2(node).Next.Value));
    }

    [Fact]
    public void Acknowledgements_never_go_back()
    {
        var node = new Bench().Leads().Does("propose 1 #1 a").Hears("2->1 t1 AppendAccepted match=2")
            .Hears("2->1 t1 AppendAccepted match=1");
        Assert.Equal((2L, 3L), (Peer2(node).Match.Value, Peer2(node).Next.Value));
    }

    [Fact]
    public void An_acknowledgement_of_more_than_was_sent_moves_the_next_entry_on()
    {
        var node = new Bench().Leads().Does("propose 1 #1 a b").Does("unreachable 1 2");
        node.Hears("2->1 t1 AppendAccepted match=3");
        Assert.Equal((3L, 4L), (Peer2(node).Match.Value, Peer2(node).Next.Value));
    }

    [Fact]
    public void Nobody_acknowledges_what_the_leader_does_not_have() =>
        new Bench().Leads().Hears("2->1 t1 AppendAccepted match=2")
            .Says("stops: a follower acknowledges entries that its leader does not have");

    [Theory]
    [InlineData("9->1 t1 AppendAccepted match=1")]
    [InlineData("9->1 t1 AppendRejected 1 hint=0@0")]
    [InlineData("9->1 t1 HeartbeatResponse round=1")]
    [InlineData("9->1 t1 SnapshotUnavailable source=2")]
    public void Strangers_are_not_listened_to(string message) => new Bench().Leads().Hears(message).SaysNothing();

    [Theory]
    [InlineData("2->1 t1 AppendAccepted match=1")]
    [InlineData("2->1 t1 AppendRejected 1 hint=0@0")]
    [InlineData("2->1 t1 HeartbeatResponse round=1")]
    public void Only_a_leader_is_answered(string message) => new Bench("term=1 log=1").Hears(message).SaysNothing();

    [Fact]
    public void A_rejection_of_what_is_acknowledged_is_old()
    {
        var node = new Bench().Leads().Does("propose 1 #1 a").Hears("2->1 t1 AppendAccepted match=2");
        node.Hears("2->1 t1 AppendRejected 2 hint=0@0").SaysNothing();
        Assert.Equal("Replicate", Peer2(node).State);
        node.Does("propose 1 #2 b").Hears("2->1 t1 AppendRejected 3 hint=2@1")
            .Says("send 1->2 t1 AppendRequest prev=2@1 commit=1 [3@1 command 1B]");
        Assert.Equal("Probe", Peer2(node).State);
    }

    [Fact]
    public void A_rejection_never_leads_back_before_what_is_acknowledged_nor_beyond_what_was_rejected()
    {
        var node = new Bench().Leads().Does("propose 1 #1 a b c").Hears("2->1 t1 AppendAccepted match=3");
        node.Hears("2->1 t1 AppendRejected 4 hint=1@1").Says("send 1->2 t1 AppendRequest prev=3@1 commit=1 [4@1 command 1B]");
        var fresh = new Bench("term=3 log=1,1,1,1,1 PreVote=off").Does("campaign 1").Writes().Hears("3->1 t4 VoteGranted");
        fresh.Hears("2->1 t4 AppendRejected 5 hint=9@3");
        Assert.Equal(5, Peer2(fresh).Next.Value);
    }

    [Fact]
    public void A_loss_counts_the_follower_less_and_probes_after_what_is_left()
    {
        var node = new Bench("members=(1 2 3 4 5)").Leads().Does("propose 1 #1 a b").Writes()
            .Hears("2->1 t1 AppendAccepted match=3");
        node.Hears("2->1 t1 AppendRejected 2 hint=1@1 lost")
            .Says("send 1->2 t1 AppendRequest prev=1@1 commit=1 [2@1 command 1B, 3@1 command 1B]");
        Assert.Equal(("Probe", 1L), (Peer2(node).State, Peer2(node).Match.Value));
        node.Hears("3->1 t1 AppendAccepted match=3").SaysNothing().Hears("4->1 t1 AppendAccepted match=3");
        Assert.Equal(3, node.Node.Commit.Value);
    }

    [Fact]
    public void From_what_is_lost_the_leader_goes_on_right_before_it_whatever_the_follower_knows_of_that()
    {
        var node = new Bench().Leads().Does("propose 1 #1 a b").Hears("2->1 t1 AppendAccepted match=3");
        node.Hears("2->1 t1 AppendRejected 2 hint=2@0 lost")
            .Says("send 1->2 t1 AppendRequest prev=2@1 commit=1 [3@1 command 1B]");
    }

    [Fact]
    public void A_loss_of_more_than_was_acknowledged_adds_nothing()
    {
        var node = new Bench().Leads().Does("propose 1 #1 a b").Hears("2->1 t1 AppendRejected 3 hint=2@1 lost");
        Assert.Equal((1L, 3L), (Peer2(node).Match.Value, Peer2(node).Next.Value));
    }

    [Fact]
    public void A_peer_that_fetches_a_snapshot_follows_the_log_again_when_it_has_reached_it()
    {
        var node = new Bench("term=3 base=5@3 snapshot=5@3 PreVote=off").Does("campaign 1").Writes().Hears("3->1 t4 VoteGranted")
            .Hears("2->1 t4 AppendRejected 5 hint=2@1");
        node.Hears("2->1 t4 AppendAccepted match=4").SaysNothing();
        Assert.Equal("Snapshot", Peer2(node).State);
        node.Hears("2->1 t4 AppendRejected 4 hint=2@1").SaysNothing();
        node.Hears("2->1 t4 AppendAccepted match=5").Says("send 1->2 t4 AppendRequest prev=5@3 commit=5 [6@4 noop]");
    }
}
