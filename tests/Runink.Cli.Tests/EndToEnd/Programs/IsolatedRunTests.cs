using System.Globalization;

namespace Runink.Cli.Tests.EndToEnd.Programs;

/// <summary>
/// A scenario of which each step is a process of its own. RUNINK_KILLS sets how many kills, RUNINK_SEED brings their moments and targets back.
/// </summary>
public sealed class IsolatedRunTests(FirstGeneration generation)
{
    private const int KillsByDefault = 4;

    [Fact]
    public void Isolated_steps_make_of_the_same_data_what_fused_ones_make()
    {
        using var fused = generation.Copy();
        fused.Synthesize(60_000, seed: 7);
        using var isolated = Isolated(fused);
        Assert.Equal(0, fused.Run().ExitCode);
        var run = isolated.Run();
        Assert.True(run.ExitCode == 0, run.Error);
        Assert.Equal(Contents.Of(fused), Contents.Of(isolated));
        Assert.Empty(isolated.Litter());
    }

    [Fact]
    public async Task Killed_at_any_moment_nothing_goes_on_and_resume_ends_as_if_it_had_not_been()
    {
        var seed = Seed.Next();
        var random = new Random(seed);
        var kills = int.TryParse(Environment.GetEnvironmentVariable("RUNINK_KILLS"), CultureInfo.InvariantCulture, out var given) ? given : KillsByDefault;
        using var first = generation.Copy();
        var before = Contents.Of(first);
        first.Synthesize(30_000, seed: 2);
        using var whole = Isolated(first);
        Assert.Equal(0, whole.Run().ExitCode);
        var expected = Contents.Of(whole);
        for (var kill = 0; kill < kills; kill++)
        {
            using var project = Isolated(first);
            using var run = project.Start("run", TradesProject.Feature);
            run.AwaitEnd(TimeSpan.FromMilliseconds(random.Next(300, 2000)));
            var slices = ProcessTable.SlicesOf(project.Root);
            var target = kill % 2 == 0 || slices.Count == 0 ? run.Id : slices[random.Next(slices.Count)];
            Signals.Send(target, Signal.Kill);
            await run.EndAsync();
            var resumed = project.Invoke("resume", "--last");
            Assert.True(resumed.ExitCode == 0, $"seed {seed}, kill {kill}: {resumed.Error}");
            var ended = Contents.Of(project);
            // Struck before the run was committed, nothing is to be resumed.
            Assert.True(ended == expected || ended == before, $"seed {seed}, kill {kill}: neither the old data nor the new");
            Assert.Empty(project.Litter());
            Assert.Empty(ProcessTable.SlicesOf(project.Root));
        }
    }

    private static TradesProject Isolated(TradesProject from)
    {
        var project = from.Copy();
        project.Edit(TradesProject.Feature, "  Scenario: Silver", "  @isolate\n  Scenario: Silver");
        project.Edit(TradesProject.Feature, "  @layer:gold\n", "  @layer:gold @isolate\n");
        return project;
    }
}
