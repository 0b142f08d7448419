namespace Runink.Raft.Tests;

public sealed class VoteTallyTests
{
    [Theory]
    [InlineData("(1 2 3)", "", "Pending")]
    [InlineData("(1 2 3)", "+1", "Pending")]
    [InlineData("(1 2 3)", "+1 +2", "Won")]
    [InlineData("(1 2 3)", "+1 -2", "Pending")]
    [InlineData("(1 2 3)", "-2 -3", "Lost")]
    [InlineData("(1 2 3 4)", "+1 +2", "Pending")]
    [InlineData("(1 2 3 4)", "-1 -2", "Lost")]
    [InlineData("(1 2l 3l)", "+2 +3", "Pending")]
    [InlineData("(1 2l 3l)", "-2 -3", "Pending")]
    [InlineData("(1 2 3w)", "+1 +3", "Won")]
    [InlineData("(1 2 3)", "+1 +1", "Pending")]
    [InlineData("(1 2 3)", "+1 -2 +2", "Pending")]
    [InlineData("(1 2 3)->(1 4 5)", "+1 +2", "Pending")]
    [InlineData("(1 2 3)->(1 4 5)", "+1 +4", "Pending")]
    [InlineData("(1 2 3)->(1 4 5)", "+1 +2 +4", "Won")]
    [InlineData("(1 2 3)->(1 4 5)", "+1 +2 -4 -5", "Lost")]
    [InlineData("(1 2 3)->(1 4 5)", "+1 -2 -3 +4", "Lost")]
    public void An_election_is_won_with_both_majorities_and_lost_without_one(string membership, string votes, string outcome)
    {
        var tally = new VoteTally();
        foreach (var vote in votes.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            tally.Record(new(ulong.Parse(vote[1..])), vote[0] == '+');
        Assert.Equal(outcome, tally.Outcome(ValueText.ParseMembership(membership)).ToString());
    }
}
