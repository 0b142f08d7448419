namespace Runink.Raft.Tests;

/// <summary>Raft paper, section 5.3 and figure 2 (AppendEntries): log replication.</summary>
public sealed class ReplicationTests
{
    [Fact]
    public void The_leader_appends_the_command_to_its_log_then_sends_it_in_parallel_to_each_other_server() =>
        new Bench().Leads().Does("propose 1 #1 x").Says(
            "proposal #1 appended at 2@1",
            "write 3 append [2@1 command 1B]",
            "send 1->2 t1 AppendRequest prev=1@1 commit=1 [2@1 command 1B]",
            "send 1->3 t1 AppendRequest prev=1@1 commit=1 [2@1 command 1B]");

    [Fact]
    public void When_the_entry_has_been_safely_replicated_the_leader_applies_it() =>
        new Bench().Leads().Does("propose 1 #1 x").Hears("2->1 t1 AppendAccepted match=2").SaysNothing().Writes().Says(
            "send 1->2 t1 AppendRequest prev=2@1 commit=2 []",
            "send 1->3 t1 AppendRequest prev=2@1 commit=2 []",
            "apply [2@1 command 1B]");

    [Fact]
    public void If_packets_are_lost_the_leader_retries_indefinitely()
    {
        var node = new Bench("CheckQuorum=off").Leads().Does("propose 1 #1 x").Writes();
        node.Hears("2->1 t1 HeartbeatResponse").Says("send 1->2 t1 AppendRequest prev=2@1 commit=1 []");
        node.Hears("2->1 t1 AppendRejected 2 hint=1@1").Says("send 1->2 t1 AppendRequest prev=1@1 commit=1 [2@1 command 1B]");
        for (var i = 0; i < 20; i++)
        {
            node.Ticks().Hears("2->1 t1 HeartbeatResponse")
                .Says("send 1->2 t1 AppendRequest prev=1@1 commit=1 [2@1 command 1B]");
        }
    }

    [Fact]
    public void An_entry_is_committed_once_the_leader_that_created_it_has_replicated_it_on_a_majority()
    {
        var node = new Bench("members=(1 2 3 4 5)").Leads().Does("propose 1 #1 x").Writes();
        node.Hears("2->1 t1 AppendAccepted match=2");
        Assert.Equal(1, node.Node.Commit.Value);
        node.Hears("3->1 t1 AppendAccepted match=2");
        Assert.Equal(2, node.Node.Commit.Value);
    }

    [Fact]
    public void This_also_commits_all_preceding_entries_in_the_leaders_log()
    {
        var node = new Bench("term=1 log=1,1 PreVote=off").Does("campaign 1").Writes().Hears("2->1 t2 VoteGranted").Writes();
        node.Hears("2->1 t2 AppendAccepted match=3");
        Assert.Equal("apply [1@1 command 3B, 2@1 command 3B, 3@2 noop]", node.Said[^1]);
    }

    [Fact]
    public void The_leader_includes_the_highest_index_it_knows_to_be_committed_in_future_messages() =>
        new Bench().Leads().Does("propose 1 #1 x").Writes().Hears("2->1 t1 AppendAccepted match=2").Does("propose 1 #2 y").Says(
            "proposal #2 appended at 3@1",
            "write 4 append [3@1 command 1B]",
            "send 1->2 t1 AppendRequest prev=2@1 commit=2 [3@1 command 1B]",
            "send 1->3 t1 AppendRequest prev=2@1 commit=2 [3@1 command 1B]");

    [Fact]
    public void Once_a_follower_learns_that_an_entry_is_committed_it_applies_it_in_log_order() =>
        new Bench("term=1 log=1,1,1").Hears("2->1 t1 Heartbeat commit=2").Says(
                "send 1->2 t1 HeartbeatResponse", "apply [1@1 command 3B, 2@1 command 3B]", "role Follower t1 leader=2")
            .Hears("2->1 t1 Heartbeat commit=3").Says("send 1->2 t1 HeartbeatResponse", "apply [3@1 command 3B]");

    [Fact]
    public void If_the_follower_does_not_find_the_entry_before_the_new_ones_it_refuses_them() =>
        new Bench("term=2 log=1,1,2").Hears("2->1 t2 AppendRequest prev=3@1 commit=0 [4@2 noop]")
            .Says("send 1->2 t2 AppendRejected 3 hint=2@1", "role Follower t2 leader=2")
            .Hears("2->1 t2 AppendRequest prev=9@2 commit=0 [10@2 noop]").Says("send 1->2 t2 AppendRejected 9 hint=3@2");

    [Fact]
    public void If_an_existing_entry_conflicts_with_a_new_one_it_and_all_that_follow_are_deleted() =>
        new Bench("term=2 log=1,1,2,2").Hears("2->1 t3 AppendRequest prev=1@1 commit=0 [2@1 command 3B, 3@3 noop]").Says(
                "write 1 vote t3 for 0", "write 2 append truncate=3 [3@3 noop]", "role Follower t3 leader=2")
            .Writes().Says("send 1->2 t3 AppendAccepted match=3");

    [Fact]
    public void Entries_that_are_already_in_the_log_are_not_appended_again() =>
        new Bench("term=1 log=1,1,1").Hears("2->1 t1 AppendRequest prev=1@1 commit=0 [2@1 command 3B, 3@1 command 3B]")
            .Says("send 1->2 t1 AppendAccepted match=3", "role Follower t1 leader=2");

    [Fact]
    public void If_leader_commit_is_greater_than_commit_index_it_is_set_to_the_minimum_of_it_and_the_last_new_entry()
    {
        var node = new Bench("term=1 log=1,1,1").Hears("2->1 t1 AppendRequest prev=1@1 commit=3 [2@1 command 3B]");
        Assert.Equal(2, node.Node.Commit.Value);
        node.Hears("2->1 t1 AppendRequest prev=3@1 commit=2 []");
        Assert.Equal(2, node.Node.Commit.Value);
    }

    [Fact]
    public void When_a_leader_comes_to_power_it_first_sends_what_follows_its_own_last_entry() =>
        new Bench("term=1 log=1,1 PreVote=off").Does("campaign 1").Writes().Hears("2->1 t2 VoteGranted").Says(
            "write 2 append [3@2 noop]",
            "send 1->2 t2 AppendRequest prev=2@1 commit=0 [3@2 noop]",
            "send 1->3 t2 AppendRequest prev=2@1 commit=0 [3@2 noop]",
            "role Leader t2 leader=1");

    [Fact]
    public void After_a_rejection_the_leader_goes_back_until_the_logs_match()
    {
        var node = new Bench("term=3 log=1,1,2,2,3,3 PreVote=off").Does("campaign 1").Writes().Hears("3->1 t4 VoteGranted");
        node.Hears("2->1 t4 AppendRejected 6 hint=5@2")
            .Says("send 1->2 t4 AppendRequest prev=4@2 commit=0 [5@3 command 3B, 6@3 command 3B, 7@4 noop]");
        node.Hears("2->1 t4 AppendRejected 4 hint=3@1").Says(
            "send 1->2 t4 AppendRequest prev=2@1 commit=0 "
            + "[3@2 command 3B, 4@2 command 3B, 5@3 command 3B, 6@3 command 3B, 7@4 noop]");
    }

    [Fact]
    public void A_leader_never_overwrites_or_deletes_entries_in_its_own_log()
    {
        var node = new Bench().Leads().Does("propose 1 #1 x").Writes();
        node.Hears("2->1 t1 AppendRejected 2 hint=0@0").Hears("3->1 t1 AppendRejected 2 hint=0@0");
        Assert.Equal("2@1", node.Node.LastLog.ToString());
        node.Hears("2->1 t1 AppendRequest prev=1@1 commit=1 [2@1 noop]").Says("stops: a term has two leaders");
    }
}
