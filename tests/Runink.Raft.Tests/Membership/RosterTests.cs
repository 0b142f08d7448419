namespace Runink.Raft.Tests;

public sealed class RosterTests
{
    private static Roster Of(string text) => ValueText.ParseMembership(text).Current;

    [Fact]
    public void Members_stand_in_the_order_of_their_ids()
    {
        var roster = Roster.Of([new(new(3), MemberKind.Witness), new(new(1), MemberKind.Voter), new(new(2), MemberKind.Learner)]);
        Assert.Equal("(1 2l 3w)", roster.ToString());
    }

    [Fact]
    public void An_id_occurs_once_and_is_not_zero()
    {
        var twice = Assert.Throws<ArgumentException>("members", () => Roster.OfVoters(1, 2, 1));
        Assert.StartsWith("node 1 occurs twice", twice.Message, StringComparison.Ordinal);
        var zero = Assert.Throws<ArgumentException>("members", () => Roster.OfVoters(0, 1));
        Assert.StartsWith("a member needs an id other than zero", zero.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("()", 0, 1)]
    [InlineData("(1)", 1, 1)]
    [InlineData("(1 2)", 2, 2)]
    [InlineData("(1 2 3)", 3, 2)]
    [InlineData("(1 2 3 4)", 4, 3)]
    [InlineData("(1 2 3 4 5)", 5, 3)]
    [InlineData("(1 2l 3l)", 1, 1)]
    [InlineData("(1 2 3w 4l)", 3, 2)]
    public void A_majority_is_more_than_half_of_those_that_vote(string text, int voting, int quorum)
    {
        Assert.Equal(voting, Of(text).VotingCount);
        Assert.Equal(quorum, Of(text).Quorum);
    }

    [Fact]
    public void Voters_and_witnesses_vote_and_learners_do_not()
    {
        var roster = Of("(1 2l 3w)");
        Assert.True(roster.Votes(new(1)));
        Assert.False(roster.Votes(new(2)));
        Assert.True(roster.Votes(new(3)));
        Assert.False(roster.Votes(new(4)));
    }

    [Fact]
    public void A_member_is_found_by_its_id()
    {
        Assert.Equal(new Member(new(3), MemberKind.Witness), Of("(1 2l 3w)").Find(new(3)));
        Assert.Null(Of("(1 2l 3w)").Find(new(4)));
    }

    [Theory]
    [InlineData("()", false)]
    [InlineData("(1l)", false)]
    [InlineData("(1)", true)]
    [InlineData("(1w)", false)]
    [InlineData("(1 2w)", true)]
    [InlineData("(1 2 3w)", true)]
    [InlineData("(1 2w 3w)", false)]
    [InlineData("(1 2 3w 4w)", true)]
    [InlineData("(1 2 3w 4w 5w)", false)]
    public void A_roster_is_sound_when_every_majority_holds_data(string text, bool sound) =>
        Assert.Equal(sound, Of(text).IsSound);

    [Fact]
    public void Rosters_are_equal_when_their_members_are()
    {
        Assert.Equal(Of("(1 2l)"), Of("(1 2l)"));
        Assert.Equal(Of("(1 2l)").GetHashCode(), Of("(1 2l)").GetHashCode());
        Assert.NotEqual(Of("(1 2l)"), Of("(1 2)"));
        Assert.NotEqual(Of("(1 2)"), Of("(1)"));
        Assert.False(Of("(1)").Equals(null));
        Assert.False(Of("(1)").Equals("(1)"));
        Assert.True(Of("(1)").Equals((object)Of("(1)")));
        Assert.Same(Roster.Empty, Roster.Of([]));
    }
}
