namespace Runink.Barn.Tests.Kv;

public sealed class ReplicaFindingsTests
{
    private static readonly ulong[] Voters = [1, 2, 3, 4, 5];

    private static readonly ReplicaState Own = new(1, new(9), 9, 0, 1, 1);

    [Fact]
    public void All_that_answer_and_hold_the_same_are_the_same_only_if_that_is_everybody()
    {
        var others = Enumerable.Range(2, 4).Select(id => Own with { Member = (ulong)id }).ToArray();
        Assert.Equal(ReplicaOutcome.Same, Of(others).Outcome);
        Assert.Equal(ReplicaOutcome.Incomplete, Of(others[0]).Outcome);
        Assert.Equal(ReplicaOutcome.Incomplete, Of().Outcome);
        Assert.False(Of().IsOwnInDoubt);
    }

    [Fact]
    public void A_difference_of_which_a_majority_tells_who_is_wrong_is_one()
    {
        var right = new ulong[] { 2, 3, 4 }.Select(id => Own with { Member = id }).ToArray();
        var wrong = Own with { Member = 5, Keys = 2, Whole = 2 };
        Assert.Equal(ReplicaOutcome.Different, Of([.. right, wrong]).Outcome);
        Assert.False(Of([.. right, wrong]).IsOwnInDoubt);
        Assert.True(Of([.. right.Select(one => one with { Keys = 2, Whole = 2 })]).IsOwnInDoubt);
    }

    [Fact]
    public void Without_a_majority_it_is_open_and_who_contradicts_another_is_in_doubt()
    {
        var findings = Of(Own with { Member = 2, Keys = 2, Whole = 2 });
        Assert.Equal(ReplicaOutcome.Open, findings.Outcome);
        Assert.True(findings.IsOwnInDoubt);
    }

    [Fact]
    public void Who_contradicts_nobody_is_in_no_doubt_though_others_differ()
    {
        // Both are further on: they are compared with this one by the keys alone, and with each other by everything.
        var findings = Of(Own with { Member = 2, Applied = new(10), Whole = 2 }, Own with { Member = 3, Applied = new(10), Whole = 3 });
        Assert.Equal(ReplicaOutcome.Open, findings.Outcome);
        Assert.False(findings.IsOwnInDoubt);
    }

    private static ReplicaFindings Of(params ReplicaState[] others)
    {
        ReplicaState[] states = [Own, .. others];
        var verdict = ReplicaVerdict.On(states, Voters);
        return new ReplicaFindings(states, verdict, IsWhole: verdict.IsComplete && states.Length == Voters.Length, TimeSpan.Zero);
    }
}
