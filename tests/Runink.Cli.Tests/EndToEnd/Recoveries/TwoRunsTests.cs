namespace Runink.Cli.Tests.EndToEnd.Recoveries;

/// <summary>Two runs that write one dataset at once; the first is held still in its slice for as long as the test needs it to be.</summary>
public sealed class TwoRunsTests(FirstGeneration generation)
{
    // Enough for the first run to be at work still when it is seen.
    private const int Rows = 100_000;
    private static readonly string[] OneSink = ["--scenario", "Silver - validate, mask and route"];

    [Fact]
    public async Task The_second_run_on_a_dataset_waits_and_says_so_or_fails_at_once_when_asked_to()
    {
        using var project = generation.Copy();
        project.Synthesize(Rows, seed: 2);
        using var first = project.Start(["run", TradesProject.Feature, .. OneSink]);
        var slice = first.AwaitSlice();
        Assert.NotNull(slice);
        Assert.True(Signals.Send(slice.Value, Signal.Stop));

        var impatient = project.Run(["--no-wait", .. OneSink]);
        using var patient = project.Start(["run", TradesProject.Feature, .. OneSink]);
        Wait.Until(() => patient.ErrorSoFar.Contains("waiting for", StringComparison.Ordinal) || patient.HasExited);
        Assert.False(patient.HasExited);
        Assert.True(Signals.Send(slice.Value, Signal.Continue));

        Assert.Equal(3, impatient.ExitCode);
        Assert.Contains("R5003", impatient.Error, StringComparison.Ordinal);
        Succeeds(await first.EndAsync());
        Succeeds(await patient.EndAsync());
        Assert.Empty(project.Litter());
    }

    [Fact]
    public async Task Nobody_replaces_a_dataset_between_the_stage_that_wrote_it_and_the_one_that_reads_it()
    {
        using var project = generation.Copy();
        project.Synthesize(Rows, seed: 2);
        using var first = project.Start(["run", TradesProject.Feature]);
        Assert.NotNull(first.AwaitSlice());
        using var second = project.Start(["run", TradesProject.Feature]);

        Succeeds(await first.EndAsync());
        Succeeds(await second.EndAsync());
        Assert.Empty(project.Litter());
    }

    private static void Succeeds(Outcome outcome) => Assert.True(outcome.ExitCode == 0, outcome.Error);
}
