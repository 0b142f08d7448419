namespace Runink.Simulation;

public sealed class ExploreCommandTests
{
    [Fact]
    public void A_scope_that_holds_ends_with_its_report_and_zero()
    {
        var output = new StringWriter();
        Assert.Equal(0, ExploreCommand.Run(["2x1x1"], output, TextWriter.Null));
        Assert.StartsWith("scope=2x1x1 states=", output.ToString());
        Assert.EndsWith("violations=0", output.ToString().TrimEnd());
    }

    [Fact]
    public void Depth_and_limit_are_taken_from_the_command_line()
    {
        var output = new StringWriter();
        Assert.Equal(0, ExploreCommand.Run(["2x2x2", "--depth", "3", "--max-states", "1000"], output, TextWriter.Null));
        Assert.Contains(" depth=3 ", output.ToString());
    }

    [Theory]
    [InlineData]
    [InlineData("nowhere")]
    [InlineData("2x1x1", "--depth")]
    [InlineData("2x1x1", "--depth", "0")]
    [InlineData("2x1x1", "--wings", "2")]
    public void Words_without_sense_are_refused(params string[] words) =>
        Assert.Throws<UsageException>(() => ExploreCommand.Run(words, TextWriter.Null, TextWriter.Null));

    [Fact]
    public void Scopes_have_names_of_their_own_and_a_purpose()
    {
        Assert.Equal(Scopes.All.Count, Scopes.All.Select(scope => scope.Name).Distinct().Count());
        Assert.All(Scopes.All, scope => Assert.NotEmpty(scope.Purpose));
    }
}
