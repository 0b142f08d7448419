namespace Runink.Raft.Tests;

/// <summary>
/// The thesis beyond the paper: leadership transfer (3.10), learners (4.2.1), quorum checks (6.2), pre-vote (9.6), pipelining
/// (10.2).
/// </summary>
public sealed class ThesisTests
{
    [Fact]
    public void The_prior_leader_stops_accepting_new_client_requests() =>
        new Bench().Leads().Does("transfer 1 2").Does("propose 1 #1 x").Says("proposal #1 refused Transferring leader=1");

    [Fact]
    public void The_prior_leader_fully_updates_the_target_servers_log_first()
    {
        var node = new Bench().Leads().Does("propose 1 #1 x").Writes().Hears("3->1 t1 AppendAccepted match=2");
        node.Does("transfer 1 2").SaysNothing();
        node.Hears("2->1 t1 AppendAccepted match=2").Says("send 1->2 t1 TimeoutNow released=2");
    }

    [Fact]
    public void Timeout_now_has_the_same_effect_as_the_targets_election_timer_firing() =>
        new Bench("term=1 log=1").Hears("2->1 t1 TimeoutNow released=0")
            .Says("write 1 vote t2 for 1", "role Candidate t2 leader=0")
            .Writes().Says("send 1->2 t2 VoteRequest last=1@1 transfer", "send 1->3 t2 VoteRequest last=1@1 transfer");

    [Fact]
    public void Servers_vote_in_an_election_that_the_leader_asked_for_though_they_hear_it() =>
        new Bench("term=1").Hears("2->1 t1 Heartbeat commit=0").Hears("3->1 t2 VoteRequest last=0@0 transfer")
            .Says("write 1 vote t2 for 3", "role Follower t2 leader=0");

    [Fact]
    public void If_transfer_does_not_complete_after_about_an_election_timeout_the_prior_leader_aborts_it()
    {
        var node = new Bench("CheckQuorum=off").Leads().Does("transfer 1 2").Ticks(9);
        Assert.Equal(2UL, node.Node.TransferTarget.Value);
        node.Ticks().Says("transfer to 2 aborted", "send 1->2 t1 Heartbeat commit=1", "send 1->3 t1 Heartbeat commit=1");
        node.Does("propose 1 #1 x");
        Assert.Equal("proposal #1 appended at 2@1", node.Said[0]);
    }

    [Fact]
    public void A_leader_steps_down_if_an_election_timeout_elapses_without_a_round_of_heartbeats_to_a_majority()
    {
        var node = new Bench().Leads().Ticks(10).Ticks(9);
        Assert.Equal(Role.Leader, node.Node.Role);
        node.Ticks().Says("role Follower t1 leader=0");
        node = new Bench().Leads().Ticks(19).Hears("3->1 t1 HeartbeatResponse").Ticks();
        Assert.Equal(Role.Leader, node.Node.Role);
    }

    [Fact]
    public void A_candidate_only_increments_its_term_if_it_first_learns_from_a_majority_that_they_would_grant_their_votes() =>
        new Bench("term=1 log=1").Does("campaign 1").Says(
                "send 1->2 t1 PreVoteRequest last=1@1", "send 1->3 t1 PreVoteRequest last=1@1", "role PreCandidate t1 leader=0")
            .Hears("2->1 t1 PreVoteResponse t2 granted").Says("write 1 vote t2 for 1", "role Candidate t2 leader=0");

    [Fact]
    public void A_candidate_that_would_not_be_elected_stays_in_its_term() =>
        new Bench("term=1 log=1").Does("campaign 1").Hears("2->1 t1 PreVoteResponse t2 refused").SaysNothing()
            .Hears("3->1 t1 PreVoteResponse t2 refused").Says("role Follower t1 leader=0");

    [Fact]
    public void A_pre_vote_is_granted_to_a_log_that_is_up_to_date_if_no_valid_leader_was_heard_for_an_election_timeout() =>
        new Bench("term=1 log=1,1").Hears("3->1 t1 PreVoteRequest last=2@1").Says("send 1->3 t1 PreVoteResponse t2 granted")
            .Hears("3->1 t1 PreVoteRequest last=1@1").Says("send 1->3 t1 PreVoteResponse t2 refused")
            .Hears("2->1 t1 Heartbeat commit=0")
            .Hears("3->1 t1 PreVoteRequest last=2@1").Says("send 1->3 t1 PreVoteResponse t2 refused")
            .Ticks(10).Hears("3->1 t1 PreVoteRequest last=2@1").Says("send 1->3 t1 PreVoteResponse t2 granted");

    [Fact]
    public void Granting_a_pre_vote_changes_nothing()
    {
        var node = new Bench("term=1").Hears("3->1 t8 PreVoteRequest last=2@1").Says("send 1->3 t1 PreVoteResponse t9 granted");
        node.Hears("2->1 t8 PreVoteRequest last=2@1").Says("send 1->2 t1 PreVoteResponse t9 granted");
        Assert.Equal((1, 0), (node.Node.Term.Value, (long)node.Node.VotedFor.Value));
    }

    [Fact]
    public void The_leader_can_write_to_its_disk_in_parallel_with_replicating_to_the_followers_and_commit_before_it_is_done()
    {
        var node = new Bench("members=(1 2 3 4 5)").Leads().Does("propose 1 #1 x");
        node.Hears("2->1 t1 AppendAccepted match=2").Hears("3->1 t1 AppendAccepted match=2");
        Assert.Equal(1, node.Node.Commit.Value);
        node.Hears("4->1 t1 AppendAccepted match=2");
        Assert.Equal((2, 1), (node.Node.Commit.Value, node.Node.DurableIndex.Value));
    }

    [Fact]
    public void With_pipelining_the_next_index_moves_on_after_sending_without_waiting_for_the_answer() =>
        new Bench("members=(1 2)").Leads().Does("propose 1 #1 x").Does("propose 1 #2 y").Says(
            "proposal #2 appended at 3@1",
            "write 4 append [3@1 command 1B]",
            "send 1->2 t1 AppendRequest prev=2@1 commit=1 [3@1 command 1B]");
}
