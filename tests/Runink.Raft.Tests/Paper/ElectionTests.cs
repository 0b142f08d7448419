namespace Runink.Raft.Tests;

/// <summary>Raft paper, section 5.2: leader election.</summary>
public sealed class ElectionTests
{
    [Fact]
    public void When_servers_start_up_they_begin_as_followers() =>
        new Bench("term=3 vote=1 log=1").Says("role Follower t3 leader=0");

    [Fact]
    public void A_server_remains_a_follower_as_long_as_it_receives_messages_from_a_leader()
    {
        var node = new Bench("term=1").Hears("2->1 t1 Heartbeat commit=0");
        for (var i = 0; i < 10; i++) node.Ticks(9).SaysNothing().Hears("2->1 t1 Heartbeat commit=0");
        Assert.Equal(Role.Follower, node.Node.Role);
    }

    [Fact]
    public void If_a_follower_receives_no_communication_over_the_election_timeout_it_begins_an_election()
    {
        var node = new Bench("PreVote=off");
        Assert.InRange(TicksToElection(node), 10, 19);
        node.Says("write 1 vote t1 for 1", "role Candidate t1 leader=0");
    }

    [Fact]
    public void To_begin_an_election_it_increments_its_current_term_votes_for_itself_and_asks_all_other_servers() =>
        new Bench("term=4 log=1,4 PreVote=off members=(1 2 3 4l 5w)").Does("campaign 1")
            .Says("write 1 vote t5 for 1", "role Candidate t5 leader=0")
            .Writes().Says("send 1->2 t5 VoteRequest last=2@4", "send 1->3 t5 VoteRequest last=2@4",
                "send 1->5 t5 VoteRequest last=2@4");

    [Fact]
    public void A_candidate_wins_an_election_if_it_receives_votes_from_a_majority_in_the_same_term()
    {
        var node = new Bench("members=(1 2 3 4 5) PreVote=off").Does("campaign 1").Writes();
        node.Hears("2->1 t1 VoteGranted").SaysNothing();
        node.Hears("4->1 t1 VoteGranted");
        Assert.Equal(Role.Leader, node.Node.Role);
    }

    [Fact]
    public void Each_server_votes_for_at_most_one_candidate_in_a_term_first_come_first_served() =>
        new Bench("term=1").Hears("2->1 t2 VoteRequest last=0@0").Writes().Says("send 1->2 t2 VoteGranted")
            .Hears("3->1 t2 VoteRequest last=0@0").Says("send 1->3 t2 VoteRefused");

    [Fact]
    public void Once_a_candidate_wins_it_sends_messages_to_all_to_establish_its_authority() =>
        new Bench("PreVote=off").Does("campaign 1").Writes().Hears("3->1 t1 VoteGranted").Says(
            "write 2 append [1@1 noop]",
            "send 1->2 t1 AppendRequest prev=0@0 commit=0 [1@1 noop]",
            "send 1->3 t1 AppendRequest prev=0@0 commit=0 [1@1 noop]",
            "role Leader t1 leader=1");

    [Fact]
    public void If_the_leaders_term_is_at_least_as_large_the_candidate_recognises_it_and_returns_to_follower_state() =>
        new Bench("PreVote=off").Does("campaign 1").Writes().Hears("2->1 t1 Heartbeat commit=0")
            .Says("send 1->2 t1 HeartbeatResponse", "role Follower t1 leader=2");

    [Fact]
    public void If_the_leaders_term_is_smaller_the_candidate_rejects_it_and_continues_in_candidate_state()
    {
        var node = new Bench("term=1 PreVote=off").Does("campaign 1").Writes();
        node.Hears("2->1 t1 Heartbeat commit=0").Says("send 1->2 t2 StaleTerm");
        Assert.Equal(Role.Candidate, node.Node.Role);
    }

    [Fact]
    public void If_nobody_wins_each_candidate_times_out_and_starts_a_new_election_in_the_next_term()
    {
        var node = new Bench("PreVote=off").Does("campaign 1").Writes();
        Assert.InRange(TicksToElection(node), 10, 19);
        Assert.Equal((Role.Candidate, 2), (node.Node.Role, node.Node.Term.Value));
    }

    [Fact]
    public void Election_timeouts_are_chosen_randomly_from_a_fixed_interval()
    {
        HashSet<int> seen = [];
        for (var seed = 0; seed < 200; seed++) seen.Add(TicksToElection(new Bench($"PreVote=off Seed={seed}")));
        Assert.Equal(Enumerable.Range(10, 10), seen.Order());
    }

    [Fact]
    public void Each_candidate_restarts_its_randomised_election_timeout_at_the_start_of_an_election()
    {
        HashSet<int> seen = [];
        var node = new Bench("PreVote=off");
        for (var i = 0; i < 60; i++)
        {
            seen.Add(TicksToElection(node));
            node.Writes();
        }

        Assert.Equal(Enumerable.Range(10, 10), seen.Order());
    }

    [Fact]
    public void Leaders_send_periodic_heartbeats_to_all_followers() =>
        new Bench("HeartbeatTicks=2").Leads().Ticks().SaysNothing()
            .Ticks().Says("send 1->2 t1 Heartbeat commit=1", "send 1->3 t1 Heartbeat commit=1").Ticks().SaysNothing();

    private static int TicksToElection(Bench node)
    {
        for (var ticks = 1; ; ticks++)
            if (node.Ticks().Said.Any(line => line.StartsWith("write", StringComparison.Ordinal))) return ticks;
    }
}
