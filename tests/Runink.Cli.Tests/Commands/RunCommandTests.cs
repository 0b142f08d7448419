using System.Diagnostics;
using System.Text.Json;

namespace Runink.Cli.Tests.Commands;

public sealed class RunCommandTests : IDisposable
{
    private const string Feature = "features/orders.feature";
    private readonly TemporaryDirectory _directory = new();
    private readonly string _project;

    public RunCommandTests()
    {
        Assert.Equal(0, Runi.RunIn(_directory.Path, "init", "shop").ExitCode);
        _project = _directory.File("shop");
    }

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void A_new_project_runs_and_can_be_looked_at_from_every_side()
    {
        var run = Call("run", Feature);

        Assert.Equal(0, run.ExitCode);
        Assert.Contains("10 in, 8 passed, 2 failed", run.Output, StringComparison.Ordinal);
        Assert.Contains("1  amount.exclusiveMinimum", run.Output, StringComparison.Ordinal);
        Assert.Contains("parquet://out/orders  8 rows", run.Output, StringComparison.Ordinal);
        Assert.Contains("published", run.Error, StringComparison.Ordinal);
        Assert.Contains("succeeded", Call("runs").Output, StringComparison.Ordinal);
        Assert.Contains("10 in, 8 passed, 2 failed", Call("status").Output, StringComparison.Ordinal);
        Assert.Contains("validate    orders", Call("lineage").Output, StringComparison.Ordinal);
        Assert.Equal(0, Call("logs").ExitCode);
        Assert.Equal("nothing to resume: every run succeeded\n", Call("resume", "--last").Output);
        Assert.Contains("8", Call("query", "SELECT count(*) AS n FROM 'parquet://out/orders'").Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Dead_letters_can_be_listed_and_shown_without_the_clear_value()
    {
        Call("run", Feature);
        var name = JsonDocument.Parse(Call("runs", "-o", "json").Output).RootElement[0].GetProperty("run").GetString()!;

        Assert.Contains("jsonl://out/dlq/orders", Call("dlq", "ls").Output, StringComparison.Ordinal);
        var lines = Call("dlq", "ls", name[^4..], "--rule", "customer_email.format", "-o", "json").Output.TrimEnd().Split('\n');
        var letter = JsonDocument.Parse(Assert.Single(lines)).RootElement;
        var shown = Call("dlq", "show", letter.GetProperty("id").GetString()![..8]);

        Assert.Contains("data/orders.csv:7", shown.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("femi", shown.Output, StringComparison.Ordinal);
        Assert.Equal(3, Call("dlq", "show", "no-such-letter").ExitCode);
    }

    [Fact]
    public void A_log_that_became_too_long_is_printed_from_its_older_part_on()
    {
        Call("run", Feature);
        var name = JsonDocument.Parse(Call("runs", "-o", "json").Output).RootElement[0].GetProperty("run").GetString()!;
        var logs = Directory.CreateDirectory(Path.Combine(_project, ".runink", "logs", name)).FullName;
        File.WriteAllText(Path.Combine(logs, "x-1.log"), "newer\n");
        File.WriteAllText(Path.Combine(logs, "x-1.log.1"), "older\n");

        var printed = Call("logs");

        Assert.Equal(0, printed.ExitCode);
        Assert.EndsWith("older\nnewer\n", printed.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_check_that_fails_ends_with_1_and_publishes_only_the_letters()
    {
        Edit(Feature, "at least 70%", "at least 95%");

        var run = Call("run", Feature);

        Assert.Equal(1, run.ExitCode);
        Assert.Contains("FAILED  at least 95% of records pass: 80%", run.Output, StringComparison.Ordinal);
        Assert.Contains("error: [R5013]", run.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Path.Combine(_project, "out/orders")));
        Assert.True(Directory.Exists(Path.Combine(_project, "out/dlq/orders")));
    }

    [Fact]
    public void A_failed_run_is_not_resumed_with_other_data()
    {
        Edit(Feature, "at least 70%", "at least 95%");
        Call("run", Feature);
        Edit("data/orders.csv", "O1,", "O11,");

        var resumed = Call("resume", "--last");

        Assert.Equal(3, resumed.ExitCode);
        Assert.Contains("data/orders.csv", resumed.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Machines_get_every_event_as_a_line_and_the_summary_last()
    {
        var run = Call("run", Feature, "-o", "json");

        var events = run.Output.TrimEnd().Split('\n').Select(line => JsonDocument.Parse(line).RootElement).ToList();
        Assert.Empty(run.Error);
        Assert.Equal("runStarted", events[0].GetProperty("event").GetString());
        Assert.All(events, happened => Assert.Equal(1, happened.GetProperty("version").GetInt32()));
        var end = events[^1];
        Assert.Equal("runEnded", end.GetProperty("event").GetString());
        Assert.Equal("succeeded", end.GetProperty("state").GetString());
        Assert.Equal(2, end.GetProperty("stages")[0].GetProperty("recordsFailed").GetInt64());
    }

    [Theory]
    [InlineData(2, "run", "features/nothing.feature")]
    [InlineData(3, "run", Feature, "--scenario", "Validate, mask and publish order")]
    [InlineData(3, "status", "nosuch")]
    [InlineData(3, "lineage", "nosuch")]
    [InlineData(2, "resume")]
    [InlineData(2, "resume", "k3f9", "--last")]
    public void What_cannot_be_done_has_its_exit_code_and_a_hint(int exitCode, params string[] args)
    {
        var outcome = Call(args);

        Assert.Equal(exitCode, outcome.ExitCode);
        Assert.Empty(outcome.Output);
        Assert.Contains("hint: ", outcome.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Outside_of_a_project_nothing_is_made_by_looking()
    {
        var outcome = Runi.RunIn(_directory.Path, "runs");

        Assert.Equal(3, outcome.ExitCode);
        Assert.False(Directory.Exists(_directory.File(".runink")));
    }

    [Fact]
    public void A_missing_key_is_an_error_before_anything_starts()
    {
        foreach (var key in Directory.GetFiles(Path.Combine(_project, ".runink"), "*.key", SearchOption.AllDirectories)) File.Delete(key);

        var run = Call("run", Feature);

        Assert.Equal(2, run.ExitCode);
        Assert.Contains("error[R6020]", run.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Path.Combine(_project, "out")));
    }

    [Fact]
    public async Task Interrupted_runs_end_with_130_and_can_be_carried_on()
    {
        Assert.Equal(0, Call("synth", "--contract", "contracts/order.odcs.yaml", "--rows", "1000000", "--out", "data/orders.csv").ExitCode);
        using var process = Process.Start(Runi.StartInfo(_project, "run", Feature))!;
        var output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        while (process.StandardError.ReadLine() is { } line && !line.EndsWith(": started", StringComparison.Ordinal))
        {
            // The slice must be at work before it is interrupted.
        }

        using (var kill = Process.Start("kill", ["-INT", process.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)])) kill.WaitForExit();
        process.StandardError.ReadToEnd();
        process.WaitForExit();

        Assert.Equal(130, process.ExitCode);
        Assert.Contains("interrupted", await output, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Path.Combine(_project, "out/orders")));
        Assert.Equal(0, Call("resume", "--last").ExitCode);
        Assert.Contains("1000000", Call("query", "SELECT count(*) AS n FROM 'parquet://out/orders'").Output, StringComparison.Ordinal);
    }

    private Outcome Call(params string[] args) => Runi.RunIn(_project, args);

    private void Edit(string file, string from, string to)
    {
        var path = Path.Combine(_project, file);
        var text = File.ReadAllText(path);
        Assert.Contains(from, text, StringComparison.Ordinal);
        File.WriteAllText(path, text.Replace(from, to, StringComparison.Ordinal));
    }
}
