namespace Runink.Raft.Tests;

public sealed class VoteRequestsTests
{
    [Fact]
    public void A_vote_given_puts_off_the_voters_own_election_and_a_vote_refused_does_not()
    {
        var voter = new Bench().Ticks(5).Hears("2->1 t1 VoteRequest last=0@0");
        Assert.Equal(0, voter.State.Timer.Elapsed);
        var refuser = new Bench("term=1 log=1").Ticks(5).Hears("2->1 t2 VoteRequest last=0@0");
        Assert.Equal(5, refuser.State.Timer.Elapsed);
    }

    [Fact]
    public void Nobody_votes_in_a_term_whose_leader_it_knows()
    {
        new Bench("term=1 CheckQuorum=off").Hears("2->1 t1 Heartbeat commit=0").Hears("3->1 t1 VoteRequest last=9@1")
            .Says("send 1->3 t1 VoteRefused");
    }

    [Fact]
    public void Votes_that_wait_for_the_disk_are_bounded()
    {
        var node = new Bench("MaxPendingWrites=2 members=(1 2 3 4 5)");
        node.Hears("2->1 t1 VoteRequest last=0@0").Hears("2->1 t2 VoteRequest last=0@0").Hears("2->1 t3 VoteRequest last=0@0");
        Assert.Equal(2, node.Node.Load.PendingPromises);
        node.Says("write 3 vote t3 for 0", "role Follower t3 leader=0").Writes()
            .Says("send 1->2 t1 VoteGranted", "send 1->2 t2 VoteGranted");
        node.Hears("2->1 t3 VoteRequest last=0@0").Writes().Says("send 1->2 t3 VoteGranted");
    }
}
