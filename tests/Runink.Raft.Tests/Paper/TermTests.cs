namespace Runink.Raft.Tests;

/// <summary>Raft paper, section 5.1 and figure 2: terms.</summary>
public sealed class TermTests
{
    [Theory]
    [InlineData("2->1 t5 AppendRequest prev=1@1 commit=0 []")]
    [InlineData("2->1 t5 Heartbeat commit=0")]
    [InlineData("2->1 t5 VoteRequest last=0@0")]
    [InlineData("2->1 t5 VoteRefused")]
    [InlineData("2->1 t5 AppendRejected 1 hint=0@0")]
    [InlineData("2->1 t5 HeartbeatResponse")]
    [InlineData("2->1 t5 StaleTerm")]
    public void If_one_servers_current_term_is_smaller_than_the_others_then_it_updates_its_current_term(string message)
    {
        var node = new Bench("term=3 vote=2 log=1").Hears(message);
        Assert.Equal((5, 0), (node.Node.Term.Value, (long)node.Node.VotedFor.Value));
    }

    [Theory]
    [InlineData("2->1 t5 VoteRequest last=9@5 transfer")]
    [InlineData("2->1 t5 StaleTerm")]
    [InlineData("2->1 t5 AppendRejected 1 hint=0@0")]
    [InlineData("2->1 t5 Heartbeat commit=0")]
    public void If_a_leader_discovers_that_its_term_is_out_of_date_it_immediately_reverts_to_follower_state(string message)
    {
        var node = new Bench().Leads().Hears(message);
        Assert.Equal(Role.Follower, node.Node.Role);
    }

    [Fact]
    public void If_a_candidate_discovers_that_its_term_is_out_of_date_it_immediately_reverts_to_follower_state()
    {
        var node = new Bench("PreVote=off").Does("campaign 1").Hears("2->1 t2 VoteRefused");
        Assert.Equal((Role.Follower, 2), (node.Node.Role, node.Node.Term.Value));
    }

    [Theory]
    [InlineData("2->1 t2 AppendRequest prev=1@1 commit=0 []", "send 1->2 t3 StaleTerm")]
    [InlineData("2->1 t2 Heartbeat commit=0", "send 1->2 t3 StaleTerm")]
    [InlineData("2->1 t2 SnapshotOffer source=2 minimum=9", "send 1->2 t3 StaleTerm")]
    [InlineData("2->1 t2 TimeoutNow released=0", "send 1->2 t3 StaleTerm")]
    [InlineData("2->1 t2 VoteRequest last=9@2", "send 1->2 t3 VoteRefused")]
    [InlineData("2->1 t2 PreVoteRequest last=9@2", "send 1->2 t3 PreVoteResponse t3 refused")]
    public void If_a_server_receives_a_request_with_a_stale_term_number_it_rejects_the_request(string message, string answer) =>
        new Bench("term=3 log=1").Hears(message).Says(answer);

    [Theory]
    [InlineData("2->1 t2 AppendAccepted match=9")]
    [InlineData("2->1 t2 AppendRejected 1 hint=0@0")]
    [InlineData("2->1 t2 HeartbeatResponse round=9")]
    [InlineData("2->1 t2 VoteGranted")]
    [InlineData("2->1 t2 VoteRefused")]
    [InlineData("2->1 t2 ReadIndexRequest #1")]
    [InlineData("2->1 t2 ReadIndexResponse #1 index=1")]
    [InlineData("2->1 t2 ForwardedProposal #1 1B")]
    [InlineData("2->1 t2 ForwardedProposalResponse #1 refused Busy")]
    [InlineData("2->1 t2 SnapshotChunkRequest 0@0 offset=0 minimum=1")]
    [InlineData("2->1 t2 SnapshotChunk snapshot 9@1 (1 2 3) offset=0 1B last")]
    [InlineData("2->1 t2 SnapshotUnavailable source=2")]
    [InlineData("2->1 t2 StaleTerm")]
    public void What_else_comes_from_a_stale_term_is_void(string message) =>
        new Bench("term=3 log=1").Hears(message).SaysNothing();

    [Fact]
    public void Current_terms_are_exchanged_whenever_servers_communicate()
    {
        var node = new Bench("term=3 log=1").Leads().Ticks();
        Assert.Equal(2, node.Said.Count);
        Assert.All(node.Said, line => Assert.Contains(" t4 ", line, StringComparison.Ordinal));
    }

    [Fact]
    public void Each_server_stores_its_current_term_and_its_vote_across_restarts()
    {
        var node = new Bench("term=7 vote=2 log=1").Does("crash 1").Does("restart 1");
        Assert.Equal((7, 2), (node.Node.Term.Value, (long)node.Node.VotedFor.Value));
    }
}
