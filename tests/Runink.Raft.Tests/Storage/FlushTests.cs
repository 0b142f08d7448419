namespace Runink.Raft.Tests;

public sealed class FlushTests
{
    [Fact]
    public void Inputs_that_share_one_taking_share_a_write_and_a_message()
    {
        new Bench().Leads().Does("propose 1 #1 a b c").Says(
            "proposal #1 appended at 2@1", "proposal #2 appended at 3@1", "proposal #3 appended at 4@1",
            "write 3 append [2@1 command 1B, 3@1 command 1B, 4@1 command 1B]",
            "send 1->2 t1 AppendRequest prev=1@1 commit=1 [2@1 command 1B, 3@1 command 1B, 4@1 command 1B]",
            "send 1->3 t1 AppendRequest prev=1@1 commit=1 [2@1 command 1B, 3@1 command 1B, 4@1 command 1B]");
    }

    [Fact]
    public void Term_and_vote_are_saved_when_they_change_and_not_otherwise()
    {
        var node = new Bench("term=1").Hears("2->1 t2 VoteRequest last=0@0")
            .Says("write 1 vote t2 for 2", "role Follower t2 leader=0").Writes();
        node.Hears("2->1 t2 VoteRequest last=0@0").Says("send 1->2 t2 VoteGranted");
        node.Hears("3->1 t2 StaleTerm").SaysNothing();
    }

    [Fact]
    public void The_role_is_told_when_it_the_term_or_the_leader_changes_and_not_otherwise()
    {
        new Bench("term=1").Says("role Follower t1 leader=0")
            .Hears("2->1 t1 Heartbeat commit=0").Says("send 1->2 t1 HeartbeatResponse", "role Follower t1 leader=2")
            .Hears("2->1 t1 Heartbeat commit=0").Says("send 1->2 t1 HeartbeatResponse")
            .Hears("2->1 t2 Heartbeat commit=0")
            .Says("send 1->2 t2 HeartbeatResponse", "write 1 vote t2 for 0", "role Follower t2 leader=2");
    }

    [Fact]
    public void A_promise_to_itself_counts_only_in_the_term_in_which_it_was_made()
    {
        var node = new Bench("members=(1) PreVote=off").Does("campaign 1").Does("campaign 1").Writes("1").SaysNothing();
        Assert.Equal((Role.Candidate, 2), (node.Node.Role, node.Node.Term.Value));
        node.Writes("1");
        Assert.Equal(Role.Leader, node.Node.Role);
    }
}
