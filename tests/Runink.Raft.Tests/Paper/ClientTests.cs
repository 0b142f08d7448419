namespace Runink.Raft.Tests;

/// <summary>Raft paper, section 8, and thesis, section 6.4: clients and reads.</summary>
public sealed class ClientTests
{
    [Fact]
    public void A_server_that_is_not_the_leader_rejects_the_request_and_names_the_most_recent_leader() =>
        new Bench("term=1").Does("propose 1 #1 x").Says("proposal #1 refused NotLeader leader=0")
            .Hears("3->1 t1 Heartbeat commit=0").Does("propose 1 #2 x").Says("proposal #2 refused NotLeader leader=3");

    [Fact]
    public void Each_leader_commits_a_blank_entry_at_the_start_of_its_term() =>
        new Bench("term=1 log=1 PreVote=off").Does("campaign 1").Writes().Hears("2->1 t2 VoteGranted").Writes()
            .Hears("2->1 t2 AppendAccepted match=2").Says(
                "send 1->2 t2 AppendRequest prev=2@2 commit=2 []", "apply [1@1 command 3B, 2@2 noop]");

    [Fact]
    public void If_the_leader_has_not_yet_committed_an_entry_of_its_term_reads_wait_until_it_has()
    {
        var node = new Bench("PreVote=off members=(1 2)").Does("campaign 1").Writes().Hears("2->1 t1 VoteGranted").Writes();
        node.Does("read 1 #1").SaysNothing().Hears("2->1 t1 AppendAccepted match=1");
        Assert.Contains("send 1->2 t1 Heartbeat commit=1 round=1", node.Said);
    }

    [Fact]
    public void The_leader_saves_its_commit_index_as_the_reads_index_and_exchanges_heartbeats_with_a_majority()
    {
        var node = new Bench("members=(1 2 3 4 5)").Leads().Does("read 1 #1").Does("propose 1 #2 x").Writes();
        node.Hears("2->1 t1 AppendAccepted match=2").Hears("3->1 t1 AppendAccepted match=2");
        Assert.Equal(2, node.Node.Commit.Value);
        node.Hears("2->1 t1 HeartbeatResponse round=1").Hears("3->1 t1 HeartbeatResponse round=1").Says("read #1 at 1");
    }

    [Fact]
    public void The_leader_has_a_single_round_of_heartbeats_for_any_number_of_reads_that_it_has_accumulated() =>
        new Bench().Leads().Does("read 1 #1 #2 #3")
            .Says("send 1->2 t1 Heartbeat commit=1 round=1", "send 1->3 t1 Heartbeat commit=1 round=1")
            .Does("read 1 #4 #5").SaysNothing().Hears("3->1 t1 HeartbeatResponse round=1").Says(
                "read #1 at 1", "read #2 at 1", "read #3 at 1",
                "send 1->2 t1 Heartbeat commit=1 round=2", "send 1->3 t1 Heartbeat commit=1 round=2");

    [Fact]
    public void A_follower_asks_the_leader_for_an_index_and_then_serves_the_read_itself() =>
        new Bench("term=1").Hears("2->1 t1 Heartbeat commit=0").Does("read 1 #1 #2").Says("send 1->2 t1 ReadIndexRequest #1")
            .Hears("2->1 t1 ReadIndexResponse #1 index=7").Says("read #1 at 7", "read #2 at 7");

    [Fact]
    public void The_leader_answers_a_follower_only_after_the_same_steps()
    {
        var node = new Bench().Leads().Hears("3->1 t1 ReadIndexRequest #9");
        node.Says("send 1->2 t1 Heartbeat commit=1 round=1", "send 1->3 t1 Heartbeat commit=1 round=1");
        node.Hears("2->1 t1 HeartbeatResponse round=1").Says("send 1->3 t1 ReadIndexResponse #9 index=1");
    }
}
