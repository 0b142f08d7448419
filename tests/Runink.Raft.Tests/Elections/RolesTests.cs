namespace Runink.Raft.Tests;

public sealed class RolesTests
{
    [Fact]
    public void Only_a_candidate_with_a_whole_log_takes_office_and_a_leader_never_stands()
    {
        Bench.Breaks("a node leads that did not stand for election", () => Roles.BecomeLeader(new Bench().State));
        var holed = new Bench("term=1 log=1,?1");
        Roles.BecomeCandidate(holed.State);
        Bench.Breaks("a node leads whose log has holes", () => Roles.BecomeLeader(holed.State));
        Bench.Breaks("a leader stands for election", () => Roles.BecomePreCandidate(new Bench().Leads().State));
        Bench.Breaks("a leader stands for election", () => Roles.BecomeCandidate(new Bench().Leads().State));
    }

    [Fact]
    public void A_term_never_goes_back()
    {
        Bench.Breaks("a term goes back", () => Roles.BecomeFollower(new Bench("term=2").State, new Term(1), NodeId.None));
        Roles.BecomeFollower(new Bench("term=2").State, new Term(2), NodeId.None);
    }

    [Fact]
    public void A_term_has_one_leader() =>
        new Bench("term=1").Hears("2->1 t1 Heartbeat commit=0").Hears("3->1 t1 Heartbeat commit=0")
            .Says("stops: a term has two leaders");

    [Fact]
    public void The_vote_goes_with_the_term_and_stays_within_it()
    {
        var node = new Bench("term=2 vote=3");
        Roles.BecomeFollower(node.State, new Term(2), NodeId.None);
        Assert.Equal(3UL, node.Node.VotedFor.Value);
        Roles.BecomeFollower(node.State, new Term(3), NodeId.None);
        Assert.Equal(0UL, node.Node.VotedFor.Value);
    }

    [Fact]
    public void A_newer_term_alone_does_not_put_off_a_followers_own_election()
    {
        var node = new Bench().Ticks(5).Hears("2->1 t2 VoteRefused");
        Assert.Equal(5, node.State.Timer.Elapsed);
    }

    [Fact]
    public void Whoever_gives_up_a_candidacy_or_an_office_waits_anew()
    {
        var candidate = new Bench("PreVote=off").Does("campaign 1").Ticks(5).Hears("2->1 t2 VoteRefused");
        Assert.Equal(0, candidate.State.Timer.Elapsed);
        var leader = new Bench().Leads().Ticks(5).Hears("2->1 t2 VoteRefused");
        Assert.Equal(0, leader.State.Timer.Elapsed);
    }

    [Fact]
    public void Taking_office_begins_a_new_count_of_the_quorum()
    {
        var node = new Bench("PreVote=off").Does("campaign 1").Writes().Ticks(5).Hears("2->1 t1 VoteGranted");
        Assert.Equal((Role.Leader, 0), (node.Node.Role, node.State.Timer.Elapsed));
    }

    [Fact]
    public void Votes_are_counted_anew_in_each_election()
    {
        var node = new Bench("members=(1 2 3 4 5)").Does("campaign 1").Hears("2->1 t0 PreVoteResponse t1 granted")
            .Does("campaign 1");
        node.Hears("3->1 t0 PreVoteResponse t1 granted").SaysNothing();
        node.Hears("4->1 t0 PreVoteResponse t1 granted").Writes().Hears("2->1 t1 VoteGranted").SaysNothing();
        node.Does("campaign 1").Hears("2->1 t1 PreVoteResponse t2 granted").Hears("3->1 t1 PreVoteResponse t2 granted").Writes();
        node.Hears("2->1 t2 VoteGranted").SaysNothing().Hears("4->1 t2 VoteGranted");
        Assert.Equal(Role.Leader, node.Node.Role);
    }

    [Fact]
    public void Who_stands_or_loses_office_follows_nobody()
    {
        new Bench("term=1").Hears("2->1 t1 Heartbeat commit=0").Does("campaign 1").Says(
            "send 1->2 t1 PreVoteRequest last=0@0", "send 1->3 t1 PreVoteRequest last=0@0", "role PreCandidate t1 leader=0");
        new Bench("WriteStallTicks=1").Leads().Does("propose 1 #1 a").Ticks().Says("role Follower t1 leader=0");
    }

    [Fact]
    public void What_was_asked_of_a_leader_is_refused_when_it_is_gone_or_another_comes()
    {
        var node = new Bench("term=1 ForwardProposals=on").Hears("2->1 t1 Heartbeat commit=0").Does("propose 1 #1 a")
            .Does("read 1 #2");
        node.Hears("2->1 t2 VoteRefused").Says(
            "read #2 refused LeaderChanged leader=0", "proposal #1 refused LeaderChanged leader=0",
            "write 1 vote t2 for 0", "role Follower t2 leader=0");
        node.Hears("3->1 t2 Heartbeat commit=0").Does("propose 1 #3 a").Does("read 1 #4");
        node.Hears("2->1 t3 Heartbeat commit=0").Says(
            "read #4 refused LeaderChanged leader=2", "proposal #3 refused LeaderChanged leader=2",
            "send 1->2 t3 HeartbeatResponse",
            "write 2 vote t3 for 0", "role Follower t3 leader=2");
    }

    [Fact]
    public void What_was_asked_is_kept_while_the_leader_stays()
    {
        var node = new Bench("term=1 ForwardProposals=on").Hears("2->1 t1 Heartbeat commit=0").Does("propose 1 #1 a")
            .Does("read 1 #2");
        node.Hears("2->1 t1 Heartbeat commit=0").Says("send 1->2 t1 HeartbeatResponse");
        Assert.Equal((1, 1), (node.Node.Load.ForwardedProposals, node.Node.Load.PendingReads));
    }

    [Fact]
    public void Votes_are_forgotten_once_they_are_counted()
    {
        Assert.Empty(StateWalk.Dump(new Bench().Leads().State.Votes));
        var beaten = new Bench("PreVote=off").Does("campaign 1").Writes().Hears("2->1 t1 VoteRefused");
        Assert.NotEmpty(StateWalk.Dump(beaten.State.Votes));
        Assert.Empty(StateWalk.Dump(beaten.Hears("2->1 t1 Heartbeat commit=0").State.Votes));
    }
}
