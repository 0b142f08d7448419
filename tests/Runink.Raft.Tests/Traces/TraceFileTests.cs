namespace Runink.Raft.Tests;

public sealed class TraceFileTests
{
    private const string Text = "# why\n\n> one\n  1: a\n  1: b\n> two\n\n# then\n> three\n  2: c\n# end\n";

    [Fact]
    public void A_file_is_commands_with_the_lines_below_them()
    {
        var steps = new TraceFile(Text).Steps;
        Assert.Equal(["3 one", "6 two", "9 three"], steps.Select(step => $"{step.Line} {step.Command}"));
        Assert.Equal(["1: a", "1: b"], steps[0].Expected);
        Assert.Empty(steps[1].Expected);
        Assert.Equal(["2: c"], steps[2].Expected);
    }

    [Fact]
    public void Rewriting_changes_nothing_but_the_expectations()
    {
        var file = new TraceFile(Text);
        Assert.Equal(Text, file.Rewritten([.. file.Steps.Select(step => step.Expected)]));
        Assert.Equal("# why\n\n> one\n> two\n  2: d\n\n# then\n> three\n# end\n", file.Rewritten([[], ["2: d"], []]));
    }

    [Theory]
    [InlineData("one\n")]
    [InlineData("  an expectation of nothing\n")]
    [InlineData("> one\n\n  too far below\n")]
    public void What_is_neither_is_refused(string text) => Assert.Throws<FormatException>(() => new TraceFile(text));

    [Fact]
    public void A_difference_shows_what_is_missing_and_what_is_new() =>
        Assert.Equal(
            ["    a", "  - b", "  + x", "    c", "  + d"],
            TraceDiff.Of(["a", "b", "c"], ["a", "x", "c", "d"]).TrimEnd().Split(Environment.NewLine));
}
