namespace Runink.Raft.Tests;

/// <summary>Raft paper, section 6, and thesis, chapter 4: cluster membership changes.</summary>
public sealed class MembershipChangeTests
{
    [Fact]
    public void The_cluster_first_switches_to_a_transitional_configuration_called_joint_consensus() =>
        new Bench().Leads().Does("change 1 AddVoter 4, Remove 3").Says(
            "membership (1 2 3)->(1 2 4) since 2",
            "write 3 append [2@1 membership (1 2 3)->(1 2 4)]",
            "send 1->2 t1 AppendRequest prev=1@1 commit=1 [2@1 membership (1 2 3)->(1 2 4)]",
            "send 1->3 t1 AppendRequest prev=1@1 commit=1 [2@1 membership (1 2 3)->(1 2 4)]",
            "send 1->4 t1 AppendRequest prev=2@1 commit=1 []");

    [Fact]
    public void Log_entries_are_replicated_to_all_servers_in_both_configurations() =>
        new Bench().Leads().Does("change 1 AddVoter 4, Remove 3").Does("propose 1 #1 x").Says(
            "proposal #1 appended at 3@1",
            "write 4 append [3@1 command 1B]",
            "send 1->2 t1 AppendRequest prev=2@1 commit=1 [3@1 command 1B]",
            "send 1->3 t1 AppendRequest prev=2@1 commit=1 [3@1 command 1B]");

    [Fact]
    public void Agreement_requires_separate_majorities_from_both_the_old_and_new_configurations()
    {
        var node = new Bench().Leads().Does("change 1 AddVoter 4, AddVoter 5, Remove 2, Remove 3").Writes();
        node.Hears("2->1 t1 AppendAccepted match=2").Hears("3->1 t1 AppendAccepted match=2").SaysNothing();
        node.Hears("4->1 t1 AppendAccepted match=2");
        Assert.Equal("membership (1 4 5) since 3", node.Said[0]);
        var other = new Bench().Leads().Does("change 1 AddVoter 4, AddVoter 5, Remove 2, Remove 3").Writes();
        other.Hears("4->1 t1 AppendAccepted match=2").Hears("5->1 t1 AppendAccepted match=2").SaysNothing();
        other.Hears("2->1 t1 AppendAccepted match=2");
        Assert.Equal("membership (1 4 5) since 3", other.Said[0]);
    }

    [Fact]
    public void Elections_require_separate_majorities_from_both_the_old_and_new_configurations()
    {
        var node = new Bench("PreVote=off term=1 log=1(1 2 3)->(1 4 5)").Does("campaign 1").Writes();
        node.Hears("2->1 t2 VoteGranted").Hears("3->1 t2 VoteGranted").SaysNothing();
        node.Hears("4->1 t2 VoteGranted");
        Assert.Equal(Role.Leader, node.Node.Role);
        var loser = new Bench("PreVote=off term=1 log=1(1 2 3)->(1 4 5)").Does("campaign 1").Writes();
        loser.Hears("2->1 t2 VoteGranted").Hears("4->1 t2 VoteRefused").Hears("5->1 t2 VoteRefused")
            .Says("role Follower t2 leader=0");
    }

    [Fact]
    public void A_server_always_uses_the_latest_configuration_in_its_log_regardless_of_whether_it_is_committed() =>
        new Bench("term=1").Hears("2->1 t1 AppendRequest prev=0@0 commit=0 [1@1 membership (1 2 3)->(2 3)]").Says(
            "membership (1 2 3)->(2 3) since 1",
            "write 1 append [1@1 membership (1 2 3)->(2 3)]",
            "role Follower t1 leader=2");

    [Fact]
    public void A_server_falls_back_to_the_configuration_before_when_the_entry_is_removed() =>
        new Bench("term=1 log=1(1 2 3)->(2 3)").Hears("2->1 t2 AppendRequest prev=0@0 commit=0 [1@2 noop]").Says(
            "membership (1 2 3) since 0",
            "write 1 vote t2 for 0",
            "write 2 append truncate=1 [1@2 noop]",
            "role Follower t2 leader=2");

    [Fact]
    public void Once_the_joint_configuration_is_committed_the_leader_creates_an_entry_with_the_new_one() =>
        new Bench().Leads().Does("change 1 Remove 3").Writes().Hears("2->1 t1 AppendAccepted match=2").Says(
            "membership (1 2) since 3",
            "write 4 append [3@1 membership (1 2)]",
            "send 1->2 t1 AppendRequest prev=2@1 commit=2 [3@1 membership (1 2)]",
            "apply [2@1 membership (1 2 3)->(1 2)]");

    [Fact]
    public void New_servers_join_as_non_voting_members_that_are_not_considered_for_majorities()
    {
        var node = new Bench("members=(1 2 3 4l)").Leads().Does("propose 1 #1 x").Writes();
        node.Hears("4->1 t1 AppendAccepted match=2").SaysNothing();
    }

    [Fact]
    public void A_leader_that_is_not_in_the_new_configuration_steps_down_once_that_is_committed()
    {
        var node = new Bench().Leads().Does("change 1 Remove 1").Writes();
        node.Hears("2->1 t1 AppendAccepted match=2").Hears("3->1 t1 AppendAccepted match=2").Writes();
        Assert.Equal(Role.Leader, node.Node.Role);
        node.Hears("2->1 t1 AppendAccepted match=3").SaysNothing();
        node.Hears("3->1 t1 AppendAccepted match=3").Says(
            "send 1->2 t1 AppendRequest prev=3@1 commit=3 []",
            "send 1->3 t1 AppendRequest prev=3@1 commit=3 []",
            "send 1->2 t1 TimeoutNow released=3",
            "apply [3@1 membership (2 3)]",
            "role Follower t1 leader=0");
    }

    [Fact]
    public void While_it_manages_a_cluster_without_itself_the_leader_does_not_count_itself_in_majorities()
    {
        var node = new Bench("members=(1 2 3 4)").Leads().Does("change 1 Remove 1").Writes();
        node.Hears("2->1 t1 AppendAccepted match=2").Hears("3->1 t1 AppendAccepted match=2").Writes().SaysNothing();
        node.Hears("2->1 t1 AppendAccepted match=3");
        Assert.Equal(2, node.Node.Commit.Value);
    }

    [Fact]
    public void Servers_disregard_vote_requests_when_they_believe_that_a_current_leader_exists() =>
        new Bench("term=1").Hears("2->1 t1 Heartbeat commit=0").Ticks(9).Hears("3->1 t9 VoteRequest last=9@9").SaysNothing()
            .Ticks(1).Hears("3->1 t9 VoteRequest last=9@9").Says("write 1 vote t9 for 3", "role Follower t9 leader=0");

    [Fact]
    public void A_change_begins_only_after_the_leader_has_committed_an_entry_of_its_own_term() =>
        new Bench("PreVote=off").Does("campaign 1").Writes().Hears("2->1 t1 VoteGranted").Does("change 1 Remove 3").Says(
            "change refused ChangeInProgress: another change, or the first entry of the term, is not committed yet");

    [Fact]
    public void Only_one_change_is_under_way_at_a_time()
    {
        var node = new Bench().Leads().Does("change 1 Remove 3").Writes().Does("change 1 AddLearner 5");
        const string refused =
            "change refused ChangeInProgress: another change, or the first entry of the term, is not committed yet";
        node.Says(refused).Hears("2->1 t1 AppendAccepted match=2").Does("change 1 AddLearner 5").Says(refused);
        node.Writes().Hears("2->1 t1 AppendAccepted match=3").Does("change 1 AddLearner 5");
        Assert.Equal("membership (1 2)->(1 2 5l) since 4", node.Said[0]);
    }
}
