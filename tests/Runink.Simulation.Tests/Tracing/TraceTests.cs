namespace Runink.Simulation.Tests;

public sealed class TraceTests
{
    [Fact]
    public void A_history_is_told_in_commands_effects_and_notes()
    {
        var writer = new StringWriter();
        var plan = ProfileCatalog.Find("crashes")!.Draw(2, 3_000, 3);
        new Episode(plan, FaultSelection.All, new TextTrace(writer)).Run();
        var lines = writer.ToString().TrimEnd().Split(Environment.NewLine);
        Assert.All(lines, line => Assert.Matches(@"^(> \S.*  # \d+ \d+us|  \d+: \S.*|# \d+ \d+us \S.*)$", line));
        string[] commands = ["> tick ", "> inject ", "> write ", "> apply ", "> restart ", "> crash ", "> propose "];
        foreach (var beginning in commands)
            Assert.Contains(lines, line => line.StartsWith(beginning, StringComparison.Ordinal));
        Assert.Contains(lines, line => line.Contains(" fault crash:1: ", StringComparison.Ordinal));
    }

    [Fact]
    public void Only_the_last_lines_are_kept()
    {
        var trace = new RecentTrace(2);
        foreach (var note in (string[])["one", "two", "three"]) trace.Note(new World(1), note);
        Assert.Equal(["# 0 0us two", "# 0 0us three"], trace.Lines);
    }
}
