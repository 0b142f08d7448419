namespace Runink.Raft.Tests;

public sealed class CampaignTests
{
    [Fact]
    public void A_disk_that_does_not_keep_up_with_the_votes_holds_off_the_next_campaign()
    {
        var node = new Bench("PreVote=off MaxPendingWrites=2").Does("campaign 1").Does("campaign 1").Does("campaign 1");
        Assert.Equal((2, 2), (node.Node.Term.Value, node.Node.Load.PendingWrites));
        node.Writes("1").Does("campaign 1");
        Assert.Equal(3, node.Node.Term.Value);
    }
}
