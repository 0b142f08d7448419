namespace Runink.Raft.Tests;

public sealed class MembershipChangesTests
{
    [Theory]
    [InlineData(7, true)]
    [InlineData(6, false)]
    public void A_learner_may_lack_so_many_entries_when_it_is_promoted(long match, bool isPromoted)
    {
        var node = new Bench("members=(1 2 3l) PromotionLagEntries=3").Leads().Does("propose 1 #1 a b c d e f g h i");
        node.Hears($"3->1 t1 AppendAccepted match={match}").Does("change 1 Promote 3");
        Assert.Equal(isPromoted, node.Said[0].StartsWith("membership (1 2 3l)->(1 2 3)", StringComparison.Ordinal));
        if (!isPromoted) node.Says("change refused NotCaughtUp: node 3 is silent, or more than 3 entries behind");
    }

    [Fact]
    public void A_learner_that_does_not_answer_is_not_promoted_however_much_it_had()
    {
        var node = new Bench("members=(1 2 3l)").Leads().Ticks(10).Hears("2->1 t1 HeartbeatResponse").Does("change 1 Promote 3");
        node.Says("change refused NotCaughtUp: node 3 is silent, or more than 1000 entries behind");
        node.Hears("3->1 t1 HeartbeatResponse").Does("change 1 Promote 3");
        Assert.Equal("membership (1 2 3l)->(1 2 3) since 2", node.Said[0]);
    }

    [Fact]
    public void A_change_of_several_steps_waits_for_every_learner_in_it()
    {
        var node = new Bench("members=(1 2 3l 4l) PromotionLagEntries=0").Leads().Does("propose 1 #1 a")
            .Hears("3->1 t1 AppendAccepted match=2");
        node.Does("change 1 Promote 3, Promote 4")
            .Says("change refused NotCaughtUp: node 4 is silent, or more than 0 entries behind");
        node.Does("change 1 Demote 2, Promote 3");
        Assert.Equal("membership (1 2 3l 4l)->(1 2l 3 4l) since 3", node.Said[0]);
    }

    [Fact]
    public void A_leader_that_retires_asks_the_one_with_the_most_entries()
    {
        var node = Leaving();
        node.Hears("4->1 t1 AppendAccepted match=3").Hears("3->1 t1 AppendAccepted match=4")
            .Hears("6->1 t1 AppendAccepted match=4");
        Assert.Contains("send 1->3 t1 TimeoutNow released=4", node.Said);
        Assert.Equal("role Follower t1 leader=0", node.Said[^1]);
    }

    [Fact]
    public void It_asks_nobody_who_has_fallen_silent()
    {
        var node = Leaving().Hears("3->1 t1 AppendAccepted match=4").Ticks(10);
        node.Hears("4->1 t1 AppendAccepted match=3").Hears("6->1 t1 AppendAccepted match=4");
        Assert.Contains("send 1->4 t1 TimeoutNow released=4", node.Said);
    }

    [Fact]
    public void It_asks_nobody_who_lacks_what_is_committed_and_no_witness()
    {
        var node = new Bench("members=(1 2 3w 4l)").Leads().Does("change 1 Remove 1").Writes();
        node.Hears("3->1 t1 AppendAccepted match=2").Hears("2->1 t1 AppendAccepted match=2").Writes();
        node.Hears("2->1 t1 AppendAccepted match=3").Ticks(10).Hears("4->1 t1 AppendAccepted match=3")
            .Hears("3->1 t1 AppendAccepted match=3").Says(
            "send 1->2 t1 AppendRequest prev=3@1 commit=3 []", "send 1->3 t1 AppendRequest prev=3@1 commit=3 []",
            "send 1->4 t1 AppendRequest prev=3@1 commit=3 []", "apply [3@1 membership (2 3w 4l)]", "role Follower t1 leader=0");
    }

    [Fact]
    public void A_leader_that_retires_takes_nothing_new()
    {
        var node = Leaving();
        node.State.Lead!.IsRetiring = true;
        node.Does("change 1 AddLearner 9");
        Assert.Equal("change refused Transferring: leadership is being handed over", node.Said[0]);
    }

    [Fact]
    public void Who_joins_and_who_goes_changes_whom_the_leader_serves()
    {
        var node = new Bench("members=(1 3 5)").Leads().Does("change 1 AddVoter 4, AddLearner 2, Remove 3").Says(
            "membership (1 3 5)->(1 2l 4 5) since 2",
            "write 3 append [2@1 membership (1 3 5)->(1 2l 4 5)]",
            "send 1->2 t1 AppendRequest prev=2@1 commit=1 []",
            "send 1->3 t1 AppendRequest prev=1@1 commit=1 [2@1 membership (1 3 5)->(1 2l 4 5)]",
            "send 1->4 t1 AppendRequest prev=2@1 commit=1 []",
            "send 1->5 t1 AppendRequest prev=1@1 commit=1 [2@1 membership (1 3 5)->(1 2l 4 5)]");
        node.Writes().Hears("4->1 t1 AppendAccepted match=2").SaysNothing().Hears("5->1 t1 AppendAccepted match=2");
        Assert.Equal("membership (1 2l 4 5) since 3", node.Said[0]);
        node.Ticks();
        Assert.Equal(3, node.Said.Count);
        Assert.DoesNotContain(node.Said, line => line.Contains("1->3", StringComparison.Ordinal));
    }

    [Fact]
    public void A_removed_leaders_own_disk_counts_until_the_membership_is_left()
    {
        var node = new Bench().Leads().Does("change 1 Remove 1").Hears("2->1 t1 AppendAccepted match=2").SaysNothing();
        node.Hears("3->1 t1 AppendAccepted match=2");
        Assert.Equal(2, node.Node.Commit.Value);
    }

    [Fact]
    public void A_joint_membership_is_left_when_it_is_committed_and_not_with_what_was_before_it()
    {
        var node = new Bench().Leads().Does("propose 1 #1 a").Does("change 1 Remove 3").Writes();
        node.Hears("2->1 t1 AppendAccepted match=2");
        Assert.Equal((2L, 3L), (node.Node.Commit.Value, node.Node.LastLog.Index.Value));
        node.Hears("2->1 t1 AppendAccepted match=3");
        Assert.Equal((3L, 4L), (node.Node.Commit.Value, node.Node.LastLog.Index.Value));
    }

    /// <summary>A leader that has appended the membership without itself, and one entry more.</summary>
    private static Bench Leaving()
    {
        var node = new Bench("members=(1 2 3 4 5l 6w)").Leads().Does("change 1 Remove 1").Writes();
        foreach (var id in (int[])[2, 3, 4]) node.Hears($"{id}->1 t1 AppendAccepted match=2");
        return node.Does("propose 1 #1 a").Writes();
    }
}
