namespace Runink.Raft.Tests;

public sealed class CommittingTests
{
    [Fact]
    public void What_is_committed_already_is_not_committed_again()
    {
        var node = new Bench().Leads().Does("propose 1 #1 a").Writes().Hears("2->1 t1 AppendAccepted match=2");
        node.Hears("3->1 t1 AppendAccepted match=2").SaysNothing();
        Assert.Equal(2, node.Node.Commit.Value);
    }

    [Fact]
    public void A_commit_waits_to_the_nanosecond_for_the_leases_of_others()
    {
        var node = new Bench("term=1 log=1 LeaseNanoseconds=100ns ClockDriftPartsPerMillion=0").Leads();
        Assert.Equal(0, node.Node.Commit.Value);
        node.Does("clock 1 +100ns").Hears("2->1 t2 AppendAccepted match=2");
        Assert.Equal(0, node.Node.Commit.Value);
        node.Does("clock 1 +1ns").Hears("2->1 t2 AppendAccepted match=2");
        Assert.Equal(2, node.Node.Commit.Value);
    }

    [Fact]
    public void A_leader_counts_itself_as_far_as_its_disk_and_not_further()
    {
        var node = new Bench("members=(1 2)").Leads().Does("propose 1 #1 a").Does("propose 1 #2 b")
            .Hears("2->1 t1 AppendAccepted match=3").SaysNothing();
        node.Writes("1").Says("send 1->2 t1 AppendRequest prev=3@1 commit=2 []", "apply [2@1 command 1B]");
        node.Writes("1").Says("send 1->2 t1 AppendRequest prev=3@1 commit=3 []", "apply [3@1 command 1B]");
    }

    [Fact]
    public void A_disk_that_loses_entries_takes_the_leaders_own_count_back()
    {
        var node = new Bench("members=(1 2)").Leads().Does("propose 1 #1 a").Writes();
        node.Does("rot 1 2").Hears("2->1 t1 AppendAccepted match=2").SaysNothing();
        node.Writes();
        Assert.Equal(2, node.Node.Commit.Value);
    }

    [Fact]
    public void A_follower_commits_nothing_by_itself()
    {
        var node = new Bench("term=1 log=1");
        Committing.Advance(node.State);
        Committing.CountSelf(node.State);
        Assert.Equal(0, node.Node.Commit.Value);
    }
}
