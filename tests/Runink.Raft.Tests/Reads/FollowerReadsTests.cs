namespace Runink.Raft.Tests;

public sealed class FollowerReadsTests
{
    [Fact]
    public void Reads_that_come_while_a_batch_is_under_way_make_the_next_one()
    {
        var node = Follower().Does("read 1 #1").Says("send 1->2 t1 ReadIndexRequest #1").Does("read 1 #2").Does("read 1 #3")
            .SaysNothing();
        node.Hears("2->1 t1 ReadIndexResponse #1 index=4").Says("read #1 at 4", "send 1->2 t1 ReadIndexRequest #2");
        node.Hears("2->1 t1 ReadIndexResponse #2 index=5").Says("read #2 at 5", "read #3 at 5");
    }

    [Fact]
    public void An_answer_to_another_batch_is_not_taken()
    {
        var node = Follower().Hears("2->1 t1 ReadIndexResponse #1 index=4").SaysNothing();
        node.Does("read 1 #1").Hears("2->1 t1 ReadIndexResponse #2 index=4").SaysNothing();
        Assert.Equal(1, node.Node.Load.PendingReads);
    }

    [Fact]
    public void A_leader_that_cannot_take_the_batch_refuses_all_of_it() =>
        Follower().Does("read 1 #1 #2").Hears("2->1 t1 ReadIndexResponse #1 index=0")
            .Says("read #1 refused Busy leader=2", "read #2 refused Busy leader=2");

    [Fact]
    public void A_batch_is_asked_for_again_every_other_heartbeat_and_given_up_after_two_election_timeouts()
    {
        var node = Follower("HeartbeatTicks=3").Does("read 1 #1").Does("read 1 #2").Ticks(5).SaysNothing();
        node.Ticks().Says("send 1->2 t1 ReadIndexRequest #1").Ticks(5).SaysNothing().Ticks()
            .Says("send 1->2 t1 ReadIndexRequest #1").Ticks(7);
        node.Ticks().Says("read #1 refused TimedOut leader=2", "read #2 refused TimedOut leader=2");
        Assert.Equal(0, node.Node.Load.PendingReads);
        node.Ticks(9).SaysNothing();
    }

    [Fact]
    public void The_age_of_a_batch_is_its_own()
    {
        var node = Follower().Does("read 1 #1").Ticks(19).Does("read 1 #2").Hears("2->1 t1 ReadIndexResponse #1 index=1").Ticks();
        Assert.Equal(1, node.Node.Load.PendingReads);
        node.SaysNothing().Ticks().Says("send 1->2 t1 ReadIndexRequest #2");
    }

    [Fact]
    public void What_waits_is_refused_when_the_leader_changes()
    {
        var node = Follower().Does("read 1 #1").Does("read 1 #2").Hears("3->1 t2 Heartbeat commit=0").Says(
            "read #1 refused LeaderChanged leader=3", "read #2 refused LeaderChanged leader=3",
            "send 1->3 t2 HeartbeatResponse", "write 1 vote t2 for 0", "role Follower t2 leader=3");
        node.Does("read 1 #3").Says("send 1->3 t2 ReadIndexRequest #3");
    }

    [Fact]
    public void What_waits_is_bounded() =>
        Follower("MaxPendingReads=2").Does("read 1 #1").Does("read 1 #2 #3").Says("read #3 refused Busy leader=2");

    [Fact]
    public void What_was_asked_and_what_waits_are_different_states()
    {
        var together = Follower().Does("read 1 #1 #2");
        var apart = Follower().Does("read 1 #1").Does("read 1 #2");
        Assert.NotEqual(together.Hash(), apart.Hash());
    }

    private static Bench Follower(string text = "") =>
        new Bench($"term=1 log=1 Priority=0 {text}").Hears("2->1 t1 Heartbeat commit=0");
}
