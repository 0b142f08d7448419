using System.Text.Json;

namespace Runink.Cli.Tests.EndToEnd.Recoveries;

/// <summary>Runs that are stopped or killed once a slice is at work, and what resume then does or refuses to do.</summary>
public sealed class StoppedRunTests(FirstGeneration generation)
{
    // Enough for the first stage to be at work still when it is struck.
    private const int Rows = 100_000;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Ctrl_C_ends_with_130_and_the_run_can_be_resumed(bool slicesToo)
    {
        using var project = generation.Copy();
        project.Synthesize(Rows, seed: 2);
        var before = project.ContentOf("out");
        using var run = project.Start("run", TradesProject.Feature);
        var slice = run.AwaitSlice();
        Assert.NotNull(slice);

        if (slicesToo) run.SignalAll(Signal.Interrupt);
        else run.Signal(Signal.Interrupt);
        var outcome = await run.EndAsync();

        Assert.Equal(130, outcome.ExitCode);
        Assert.Contains("resume", outcome.Error, StringComparison.Ordinal);
        Assert.Empty(ProcessTable.SlicesOf(project.Root));
        Assert.Empty(project.Litter());
        Assert.Equal(before, project.ContentOf("out"));
        Assert.Equal("interrupted", StateOfNewest(project));
        Succeeds(project.Resume());
        Assert.Equal("succeeded", StateOfNewest(project));
        Assert.NotEqual(before, project.ContentOf("out"));
    }

    [Fact]
    public async Task Resume_refuses_an_input_or_a_contract_that_changed_and_names_it()
    {
        using var project = generation.Copy();
        project.Synthesize(Rows, seed: 2);
        var before = project.ContentOf("out");
        await KillInSliceAsync(project);
        var input = File.ReadAllText(project.File(TradesProject.Input));

        project.Write(TradesProject.Input, input + "T999999999,MSFT,1.50,1,2026-01-02T03:04:05Z,us-east,,\n");
        Refuses(project.Resume(), TradesProject.Input);
        project.Write(TradesProject.Input, input);
        project.Edit(TradesProject.Contract, "version: 1.0.0", "version: 1.0.1");
        Refuses(project.Resume(), TradesProject.Contract);

        Assert.Empty(project.Litter());
        Assert.Equal(before, project.ContentOf("out"));
    }

    [Fact]
    public void Resume_with_nothing_to_resume_says_so_and_a_finished_run_is_not_published_twice()
    {
        using var project = generation.Copy();
        var before = project.ContentOf("out");

        var last = project.Resume();
        var named = project.Invoke("resume", NewestRun(project).GetProperty("run").GetString()!);

        Assert.Equal(0, last.ExitCode);
        Assert.Contains("nothing to resume", last.Output, StringComparison.Ordinal);
        Succeeds(named);
        Assert.Equal(before, project.ContentOf("out"));
        Assert.Equal(1, JsonDocument.Parse(project.Invoke("runs", "-o", "json").Output).RootElement.GetArrayLength());
    }

    [Fact]
    public async Task Resume_of_a_run_that_is_still_going_on_is_refused_and_not_called_nothing()
    {
        using var project = generation.Copy();
        project.Synthesize(Rows, seed: 2);
        using var run = project.Start("run", TradesProject.Feature);
        var slice = run.AwaitSlice();
        Assert.NotNull(slice);
        Assert.True(Signals.Send(slice.Value, Signal.Stop));

        var resumed = project.Resume();
        Assert.True(Signals.Send(slice.Value, Signal.Continue));

        Assert.Equal(3, resumed.ExitCode);
        Assert.Contains("R5002", resumed.Error, StringComparison.Ordinal);
        Assert.Equal(0, (await run.EndAsync()).ExitCode);
    }

    private static async Task KillInSliceAsync(TradesProject project)
    {
        using var run = project.Start("run", TradesProject.Feature);
        Assert.NotNull(run.AwaitSlice());
        run.SignalAll(Signal.Kill);
        Assert.NotEqual(0, (await run.EndAsync()).ExitCode);
    }

    private static string? StateOfNewest(TradesProject project) => NewestRun(project).GetProperty("state").GetString();

    private static JsonElement NewestRun(TradesProject project) =>
        JsonDocument.Parse(project.Invoke("runs", "-o", "json").Output).RootElement[0];

    private static void Refuses(Outcome outcome, string what)
    {
        Assert.Equal(3, outcome.ExitCode);
        Assert.Contains("R5007", outcome.Error, StringComparison.Ordinal);
        Assert.Contains(what, outcome.Error, StringComparison.Ordinal);
    }

    private static void Succeeds(Outcome outcome) => Assert.True(outcome.ExitCode == 0, outcome.Error);
}
