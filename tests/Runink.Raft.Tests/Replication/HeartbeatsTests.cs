namespace Runink.Raft.Tests;

public sealed class HeartbeatsTests
{
    [Fact]
    public void Each_peer_is_told_to_commit_only_what_it_is_known_to_hold() =>
        new Bench().Leads().Does("propose 1 #1 a b").Writes().Hears("2->1 t1 AppendAccepted match=2").Ticks()
            .Says("send 1->2 t1 Heartbeat commit=2", "send 1->3 t1 Heartbeat commit=1");

    [Fact]
    public void An_answer_of_one_that_lacks_nothing_changes_nothing() =>
        new Bench().Leads().Hears("2->1 t1 HeartbeatResponse").SaysNothing();

    [Fact]
    public void While_entries_wait_for_the_window_an_answer_frees_its_oldest_message()
    {
        var node = new Bench("members=(1 2) MaxInflightMessages=2 CheckQuorum=off").Leads();
        foreach (var number in (int[])[1, 2, 3, 4]) node.Does($"propose 1 #{number} a");
        Assert.Equal(2, node.Node.Load.InflightMessages);
        node.Hears("2->1 t1 HeartbeatResponse")
            .Says("send 1->2 t1 AppendRequest prev=3@1 commit=1 [4@1 command 1B, 5@1 command 1B]");
        Assert.Equal(2, node.Node.Load.InflightMessages);
        node.Hears("2->1 t1 HeartbeatResponse").Says("send 1->2 t1 AppendRequest prev=5@1 commit=1 []");
    }

    [Fact]
    public void When_even_that_makes_no_room_an_empty_append_finds_out()
    {
        var node = new Bench("members=(1 2) MaxInflightBytes=80 CheckQuorum=off").Leads();
        node.Does("propose 1 #1 a").Does("propose 1 #2 b").Does("propose 1 #3 0123456789012345678901234567890123456789");
        node.Hears("2->1 t1 HeartbeatResponse").Says("send 1->2 t1 AppendRequest prev=3@1 commit=1 []");
        Assert.Equal((1, 33L), (node.Node.Load.InflightMessages, node.Node.Load.InflightBytes));
    }

    [Fact]
    public void A_probe_is_repeated_when_the_peer_answers_a_heartbeat()
    {
        var node = new Bench("PreVote=off").Does("campaign 1").Writes().Hears("3->1 t1 VoteGranted");
        node.Hears("2->1 t1 HeartbeatResponse").Says("send 1->2 t1 AppendRequest prev=0@0 commit=0 [1@1 noop]");
    }

    [Fact]
    public void A_round_is_confirmed_once_and_an_earlier_one_not_at_all()
    {
        var node = new Bench("members=(1 2 3 4 5)").Leads().Does("read 1 #1").Hears("2->1 t1 HeartbeatResponse round=1")
            .SaysNothing();
        node.Hears("2->1 t1 HeartbeatResponse round=1").SaysNothing().Hears("3->1 t1 HeartbeatResponse round=1")
            .Says("read #1 at 1");
        node.Does("read 1 #2").Hears("2->1 t1 HeartbeatResponse round=2").Hears("2->1 t1 HeartbeatResponse round=1");
        node.Hears("4->1 t1 HeartbeatResponse round=2").Says("read #2 at 1");
    }

    [Fact]
    public void How_far_a_peers_snapshot_reaches_is_remembered_as_last_told()
    {
        var node = new Bench().Leads().Hears("2->1 t1 HeartbeatResponse snapshot=7");
        Assert.Equal(7, node.State.Lead!.Peers.Find(new(2))!.Snapshot.Value);
        node.Hears("2->1 t1 HeartbeatResponse");
        Assert.Equal(0, node.State.Lead!.Peers.Find(new(2))!.Snapshot.Value);
    }

    [Fact]
    public void A_follower_tells_how_far_its_snapshot_reaches() =>
        new Bench("term=1 base=4@1 snapshot=4@1").Hears("2->1 t1 Heartbeat commit=4 round=3")
            .Says("send 1->2 t1 HeartbeatResponse round=3 snapshot=4", "role Follower t1 leader=2");
}
