using System.Diagnostics;

namespace Runink.Cli.Tests.Commands;

public sealed class DemoCommandTests
{
    [Fact]
    public void The_tour_shows_at_least_six_kinds_of_mistakes_and_its_hints_work_when_pasted()
    {
        using var directory = new TemporaryDirectory();

        var demo = Runi.RunIn(directory.Path, "demo", "--rows", "30000");

        Assert.Equal(0, demo.ExitCode);
        Assert.Contains("30,000 in, ", demo.Output, StringComparison.Ordinal);
        Assert.Contains("at least 95% of records pass", demo.Output, StringComparison.Ordinal);
        Assert.Contains("csv://out/gold/daily.csv", demo.Output, StringComparison.Ordinal);
        var letters = Section(demo.Output, "A dead letter for every kind of mistake");
        Assert.InRange(letters.Length, 1 + 6, 20);
        var hints = Section(demo.Output, "Try next");
        foreach (var hint in hints[1..])
        {
            var (exitCode, text) = Paste(directory.Path, $"{hints[0]} && {hint}");
            Assert.True(exitCode == 0, $"{hint}\n{text}");
        }
    }

    [Fact]
    public void As_many_records_fail_as_were_made_bad_each_by_its_rule()
    {
        using var directory = new TemporaryDirectory();

        var demo = Runi.RunIn(directory.Path, "demo", "here", "--rows", "20000");

        var made = demo.Error.Split('\n').Single(line => line.EndsWith("of them bad:", StringComparison.Ordinal)).Split(' ')[0];
        Assert.Contains($"20,000 in, {20_000 - int.Parse(made):N0} passed, {made} failed", demo.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_demo_replaces_an_earlier_demo_and_nothing_else()
    {
        using var directory = new TemporaryDirectory();
        Assert.Equal(0, Runi.RunIn(directory.Path, "demo", "here", "--rows", "1000").ExitCode);
        Assert.Equal(0, Runi.RunIn(directory.Path, "demo", "here", "--rows", "1000").ExitCode);
        directory.Write("here/notes.txt", "mine");

        var refused = Runi.RunIn(directory.Path, "demo", "here", "--rows", "1000");

        Assert.Equal(3, refused.ExitCode);
        Assert.Contains("here holds notes.txt, which no demo made", refused.Error, StringComparison.Ordinal);
        Assert.True(File.Exists(directory.File("here/data/trades.csv")));
        Assert.Equal(0, Runi.RunIn(directory.Path, "init", "mine").ExitCode);
        Assert.Equal(3, Runi.RunIn(directory.Path, "demo", "mine").ExitCode);
    }

    private static string[] Section(string output, string heading)
    {
        var lines = output.Split('\n').SkipWhile(line => !line.Contains(heading, StringComparison.Ordinal)).Skip(1);
        return [.. lines.TakeWhile(line => line.Length > 0).Select(line => line.Trim())];
    }

    private static (int ExitCode, string Text) Paste(string directory, string line)
    {
        var start = new ProcessStartInfo("bash", ["-c", line + " 2>&1"]) { UseShellExecute = false, WorkingDirectory = directory, RedirectStandardOutput = true };
        using var bash = Process.Start(start)!;
        var text = bash.StandardOutput.ReadToEnd();
        bash.WaitForExit();
        return (bash.ExitCode, text);
    }
}
