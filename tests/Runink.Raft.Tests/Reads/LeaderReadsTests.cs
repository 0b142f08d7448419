namespace Runink.Raft.Tests;

public sealed class LeaderReadsTests
{
    [Fact]
    public void A_read_is_served_at_the_commit_index_of_when_its_round_began()
    {
        var node = new Bench("members=(1 2 3 4 5)").Leads().Does("read 1 #1").Does("propose 1 #2 a").Writes();
        node.Hears("2->1 t1 AppendAccepted match=2").Hears("3->1 t1 AppendAccepted match=2").Does("read 1 #3");
        node.Hears("2->1 t1 HeartbeatResponse round=1").Hears("3->1 t1 HeartbeatResponse round=1").Says(
            "read #1 at 1",
            "send 1->2 t1 Heartbeat commit=2 round=2", "send 1->3 t1 Heartbeat commit=2 round=2",
            "send 1->4 t1 Heartbeat commit=1 round=2", "send 1->5 t1 Heartbeat commit=1 round=2");
        node.Hears("2->1 t1 HeartbeatResponse round=2").SaysNothing().Hears("3->1 t1 HeartbeatResponse round=2")
            .Says("read #3 at 2");
    }

    [Fact]
    public void Both_majorities_confirm_while_the_membership_is_joint()
    {
        var node = new Bench().Leads().Does("change 1 AddVoter 4, AddVoter 5, Remove 2, Remove 3").Does("read 1 #1");
        node.Hears("2->1 t1 HeartbeatResponse round=1").Hears("3->1 t1 HeartbeatResponse round=1");
        Assert.Equal(1, node.Node.Load.PendingReads);
        Assert.Contains("read #1 at 1", node.Hears("5->1 t1 HeartbeatResponse round=1").Said);
    }

    [Fact]
    public void A_deposed_leader_refuses_its_own_reads_and_tells_followers_nothing()
    {
        var node = new Bench().Leads().Does("read 1 #1").Does("read 1 #2").Hears("2->1 t1 ReadIndexRequest #9");
        node.Hears("3->1 t2 StaleTerm").Says(
            "read #1 refused LeaderChanged leader=0", "read #2 refused LeaderChanged leader=0",
            "write 3 vote t2 for 0", "role Follower t2 leader=0");
        Assert.Equal(0, node.Node.Load.PendingReads);
    }

    [Fact]
    public void A_batch_of_a_follower_is_answered_to_it() =>
        new Bench("members=(1)").Leads().Hears("2->1 t1 ReadIndexRequest #9").Says("send 1->2 t1 ReadIndexResponse #9 index=1");

    [Fact]
    public void One_that_does_not_lead_says_so_to_a_follower() =>
        new Bench("term=1").Hears("2->1 t1 ReadIndexRequest #9").Says("send 1->2 t1 ReadIndexResponse #9 index=0");

    [Fact]
    public void What_waits_is_bounded_for_clients_and_followers_alike()
    {
        var node = new Bench("MaxPendingReads=1").Leads().Does("read 1 #1").Does("read 1 #2")
            .Says("read #2 refused Busy leader=1");
        node.Hears("2->1 t1 ReadIndexRequest #9").Says("send 1->2 t1 ReadIndexResponse #9 index=0");
    }

    [Fact]
    public void What_was_asked_and_what_waits_are_different_states() =>
        Assert.NotEqual(
            new Bench().Leads().Does("read 1 #1 #2").Hash(), new Bench().Leads().Does("read 1 #1").Does("read 1 #2").Hash());
}
