namespace Runink.Raft.Tests;

public sealed class MembershipPlanTests
{
    [Theory]
    [InlineData("(1 2)", "AddLearner 3", "(1 2 3l)")]
    [InlineData("(1 2)", "AddVoter 3", "(1 2 3)")]
    [InlineData("(1 2)", "AddWitness 3", "(1 2 3w)")]
    [InlineData("(1 2 3l)", "Promote 3", "(1 2 3)")]
    [InlineData("(1 2 3)", "Demote 3", "(1 2 3l)")]
    [InlineData("(1 2 3)", "Remove 1", "(2 3)")]
    [InlineData("(1 2 3l)", "Remove 3", "(1 2)")]
    [InlineData("(1 2 3w)", "Remove 3", "(1 2)")]
    [InlineData("(1 2 3)", "AddVoter 4, Remove 1, Demote 2", "(2l 3 4)")]
    [InlineData("(1)", "Remove 1, AddVoter 2", "(2)")]
    public void A_change_leads_to_the_next_roster(string roster, string steps, string next)
    {
        Assert.Null(MembershipPlan.Apply(ValueText.ParseMembership(roster).Current, Change(steps), out var planned));
        Assert.Equal(next, planned.ToString());
    }

    [Theory]
    [InlineData("(1 2)", "", "the change has no steps")]
    [InlineData("(1 2)", "AddLearner 2", "AddLearner does not fit node 2, which is a Voter")]
    [InlineData("(1 2)", "AddVoter 2", "AddVoter does not fit node 2, which is a Voter")]
    [InlineData("(1 2)", "AddWitness 2", "AddWitness does not fit node 2, which is a Voter")]
    [InlineData("(1 2)", "Promote 2", "Promote does not fit node 2, which is a Voter")]
    [InlineData("(1 2 3w)", "Promote 3", "Promote does not fit node 3, which is a Witness")]
    [InlineData("(1 2 3l)", "Demote 3", "Demote does not fit node 3, which is a Learner")]
    [InlineData("(1 2 3w)", "Demote 3", "Demote does not fit node 3, which is a Witness")]
    [InlineData("(1 2)", "Demote 3", "Demote does not fit node 3, which is no member")]
    [InlineData("(1 2)", "Remove 3", "Remove does not fit node 3, which is no member")]
    [InlineData("(1 2)", "AddLearner 0", "a step names no node")]
    [InlineData("(1 2)", "AddLearner 3, Promote 3", "node 3 is named in two steps")]
    [InlineData("(1 2)", "Remove 1, Remove 2", "() would have no voter, or so many witnesses that a majority may hold no data")]
    [InlineData("(1)", "AddWitness 2, AddWitness 3",
        "(1 2w 3w) would have no voter, or so many witnesses that a majority may hold no data")]
    public void A_change_that_makes_no_sense_is_refused_with_the_reason(string roster, string steps, string reason) =>
        Assert.Equal(reason, MembershipPlan.Apply(ValueText.ParseMembership(roster).Current, Change(steps), out _));

    [Fact]
    public void Changes_and_rosters_are_bounded()
    {
        var one = Roster.OfVoters(1);
        Assert.Null(MembershipPlan.Apply(one, Adds(2, 16), out _));
        Assert.Equal("the change has more than 16 steps", MembershipPlan.Apply(one, Adds(2, 17), out _));
        var many = Roster.Of(Enumerable.Range(1, 60).Select(id => new Member(new((ulong)id), MemberKind.Voter)));
        Assert.Null(MembershipPlan.Apply(many, Adds(61, 4), out var full));
        Assert.Equal(64, full.Members.Length);
        Assert.Equal("a group has at most 64 members", MembershipPlan.Apply(many, Adds(61, 5), out _));
    }

    private static MembershipChange Adds(int first, int count) =>
        new([.. Enumerable.Range(first, count).Select(id => new MembershipStep(MembershipOperation.AddLearner, new((ulong)id)))]);

    private static MembershipChange Change(string steps) => new(
    [
        .. steps.Split(", ", StringSplitOptions.RemoveEmptyEntries).Select(step => step.Split(' '))
            .Select(parts => new MembershipStep(Enum.Parse<MembershipOperation>(parts[0]), new(ulong.Parse(parts[1])))),
    ]);
}
