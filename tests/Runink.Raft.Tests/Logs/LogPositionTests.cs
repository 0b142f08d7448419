namespace Runink.Raft.Tests;

public sealed class LogPositionTests
{
    [Theory]
    [InlineData("5@2", "5@2", true)]
    [InlineData("6@2", "5@2", true)]
    [InlineData("4@2", "5@2", false)]
    [InlineData("1@3", "9@2", true)]
    [InlineData("9@2", "1@3", false)]
    public void The_later_term_wins_and_in_the_same_term_the_longer_log(string mine, string theirs, bool isAtLeast) =>
        Assert.Equal(isAtLeast, Position(mine).IsAtLeastAsUpToDateAs(Position(theirs)));

    private static LogPosition Position(string text) => new TextCursor(text).Position();
}
