namespace Runink.Raft.Tests;

public sealed class TransfersTests
{
    [Fact]
    public void A_target_that_has_everything_is_asked_once()
    {
        var node = new Bench().Leads().Does("transfer 1 2").Says("send 1->2 t1 TimeoutNow released=1");
        node.Hears("2->1 t1 AppendAccepted match=1").SaysNothing();
    }

    [Fact]
    public void Only_the_target_completes_a_transfer()
    {
        var node = new Bench().Leads().Does("propose 1 #1 a").Writes().Hears("2->1 t1 AppendAccepted match=2")
            .Does("transfer 1 3").SaysNothing();
        node.Hears("2->1 t1 AppendAccepted match=2").SaysNothing();
        node.Hears("3->1 t1 AppendAccepted match=2").Says("send 1->3 t1 TimeoutNow released=2");
    }

    [Fact]
    public void While_the_membership_is_joint_the_target_must_be_a_voter_to_be()
    {
        var node = new Bench("members=(1 2 3 4l)").Leads().Does("change 1 Demote 3, Promote 4");
        node.Does("transfer 1 3")
            .Says("change refused InvalidTarget: node 3 is not another voter with data of (1 2 3 4l)->(1 2 3l 4)");
        node.Does("transfer 1 4").SaysNothing();
        Assert.Equal(4UL, node.Node.TransferTarget.Value);
    }

    [Fact]
    public void A_leader_that_hands_over_takes_no_membership_change()
    {
        new Bench().Leads().Does("transfer 1 2").Does("change 1 Remove 3")
            .Says("change refused Transferring: leadership is being handed over");
    }

    [Fact]
    public void Before_its_first_commit_a_leader_has_no_leases_to_release() =>
        new Bench("PreVote=off term=1 log=1").Does("campaign 1").Writes().Hears("2->1 t2 VoteGranted")
            .Hears("2->1 t2 AppendAccepted match=2")
            .Does("transfer 1 2").Says("send 1->2 t2 TimeoutNow released=0");

    [Fact]
    public void A_new_transfer_to_the_same_target_does_not_begin_the_wait_anew()
    {
        var node = new Bench("CheckQuorum=off").Leads().Does("propose 1 #1 a").Writes().Hears("3->1 t1 AppendAccepted match=2")
            .Does("transfer 1 2").Ticks(5);
        node.Does("transfer 1 2").SaysNothing().Ticks(4).Ticks();
        Assert.Equal("transfer to 2 aborted", node.Said[0]);
    }

    [Fact]
    public void One_that_may_not_stand_hears_the_leader_and_stays()
    {
        new Bench("term=1 log=1,?1").Hears("2->1 t1 TimeoutNow released=1").Says("role Follower t1 leader=2");
    }
}
