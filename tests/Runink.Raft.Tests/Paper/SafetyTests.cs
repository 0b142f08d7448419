namespace Runink.Raft.Tests;

/// <summary>Raft paper, sections 5.4 and 5.5: safety, and crashes.</summary>
public sealed class SafetyTests
{
    [Theory]
    [InlineData("3@2", true)]
    [InlineData("4@2", true)]
    [InlineData("1@3", true)]
    [InlineData("2@2", false)]
    [InlineData("9@1", false)]
    public void The_voter_denies_its_vote_if_its_own_log_is_more_up_to_date_than_that_of_the_candidate(string last, bool granted)
    {
        new Bench("term=2 log=1,1,2").Hears($"2->1 t3 PreVoteRequest last={last}")
            .Says($"send 1->2 t2 PreVoteResponse t4 {(granted ? "granted" : "refused")}");
        new Bench("term=2 log=1,1,2").Hears($"2->1 t3 VoteRequest last={last}").Writes()
            .Says(granted ? ["send 1->2 t3 VoteGranted"] : []);
    }

    [Fact]
    public void Only_entries_from_the_leaders_current_term_are_committed_by_counting_replicas()
    {
        var node = new Bench("term=2 log=1,2 PreVote=off").Does("campaign 1").Writes().Hears("2->1 t3 VoteGranted").Writes();
        node.Hears("2->1 t3 AppendAccepted match=2").Hears("3->1 t3 AppendAccepted match=2");
        Assert.Equal(0, node.Node.Commit.Value);
        node.Hears("2->1 t3 AppendAccepted match=3");
        Assert.Equal(3, node.Node.Commit.Value);
    }

    [Fact]
    public void Entries_keep_their_original_term_numbers_when_a_leader_replicates_them()
    {
        var node = new Bench("term=2 log=1,2 PreVote=off").Does("campaign 1").Writes().Hears("2->1 t3 VoteGranted");
        node.Hears("3->1 t3 AppendRejected 2 hint=0@0")
            .Says("send 1->3 t3 AppendRequest prev=0@0 commit=0 [1@1 command 3B, 2@2 command 3B, 3@3 noop]");
    }

    [Fact]
    public void A_follower_that_crashed_before_responding_takes_the_same_request_again()
    {
        var node = new Bench("term=1").Hears("2->1 t1 AppendRequest prev=0@0 commit=0 [1@1 noop]");
        node.Does("crash 1 keep 1").Does("restart 1").Hears("2->1 t1 AppendRequest prev=0@0 commit=0 [1@1 noop]")
            .Says("send 1->2 t1 AppendAccepted match=1", "role Follower t1 leader=2");
    }

    [Fact]
    public void Persistent_state_is_updated_on_stable_storage_before_responding()
    {
        new Bench("term=1").Hears("2->1 t2 AppendRequest prev=0@0 commit=0 [1@2 noop]")
            .Says("write 1 vote t2 for 0", "write 2 append [1@2 noop]", "role Follower t2 leader=2")
            .Writes("1").SaysNothing().Writes("1").Says("send 1->2 t2 AppendAccepted match=1");
        new Bench("term=1").Hears("2->1 t2 VoteRequest last=0@0")
            .Says("write 1 vote t2 for 2", "role Follower t2 leader=0").Writes().Says("send 1->2 t2 VoteGranted");
    }
}
