namespace Runink.Raft.Tests;

public sealed class MembershipTests
{
    private static Membership Of(string text) => ValueText.ParseMembership(text);

    [Fact]
    public void A_change_is_entered_with_both_rosters_and_left_with_the_new_one()
    {
        var joint = Of("(1 2 3)").Entering(Of("(1 2 4)").Current);
        Assert.Equal("(1 2 3)->(1 2 4)", joint.ToString());
        Assert.True(joint.IsJoint);
        Assert.Equal("(1 2 4)", joint.Left.ToString());
        Assert.False(joint.Left.IsJoint);
    }

    [Fact]
    public void Who_is_in_either_roster_belongs_to_it()
    {
        var joint = Of("(1 2 3)->(2 3l 4l)");
        Assert.All([1, 2, 3, 4], id => Assert.True(joint.Contains(new((ulong)id))));
        Assert.False(joint.Contains(new(5)));
        Assert.False(Of("(1)").Contains(new(2)));
    }

    [Fact]
    public void Who_votes_in_either_roster_has_a_vote()
    {
        var joint = Of("(1 2 3l)->(2 3 4l)");
        Assert.Equal([true, true, true, false, false], Enumerable.Range(1, 5).Select(id => joint.Votes(new((ulong)id))));
        Assert.False(Of("(1 2l)").Votes(new(2)));
    }

    [Fact]
    public void Who_votes_and_keeps_data_may_lead()
    {
        var joint = Of("(1 2w 3 4l)->(1 2 3w 4l 5)");
        Assert.Equal(
            [true, false, false, false, true, false], Enumerable.Range(1, 6).Select(id => joint.MayLead(new((ulong)id))));
        Assert.Equal([false, true, true, false], Enumerable.Range(1, 4).Select(id => joint.IsWitness(new((ulong)id))));
    }

    [Fact]
    public void Everyone_is_listed_once_in_the_order_of_ids()
    {
        Assert.Equal(["1", "2", "3", "4"], Of("(2 4l)->(1 2 3w)").AllIds.Select(id => id.ToString()));
        Assert.Equal(["2", "4"], Of("(2 4l)").AllIds.Select(id => id.ToString()));
    }

    [Fact]
    public void Nobody_belongs_to_a_group_that_is_not_founded()
    {
        Assert.Empty(Membership.Empty.AllIds);
        Assert.False(Membership.Empty.MayLead(new(1)));
        Assert.False(Membership.Empty.Current.IsSound);
    }
}
