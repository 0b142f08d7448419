using System.Diagnostics;
using System.Globalization;

namespace Runink.Cli.Tests.EndToEnd.Kills;

/// <summary>
/// kill -9 of everything, of the slice alone, of one that waits, of the coordinator alone, of any process beneath it, at random moments of
/// a whole run; then resume. A few kills by default; RUNINK_KILLS sets the number, RUNINK_SEED brings moments and targets back (docs/internals/robustness.md).
/// </summary>
public sealed class KillTests(FirstGeneration generation)
{
    private const int KillsByDefault = 4;
    private const int SoakFrom = 20;
    private static readonly int Kills = Setting("RUNINK_KILLS") ?? KillsByDefault;

    [Fact]
    public async Task A_run_that_is_killed_at_any_moment_ends_as_if_it_had_not_been()
    {
        using var first = generation.Copy();
        await StrikeAsync(first, Kills < SoakFrom ? 30_000 : 200_000, [Target.Everything, Target.Slice, Target.Coordinator]);
    }

    [Fact]
    public async Task A_run_with_programs_and_isolated_steps_that_is_killed_at_any_moment_ends_as_if_it_had_not_been()
    {
        using var first = KillProjects.WithPrograms();
        await StrikeAsync(first, Kills < SoakFrom ? 30_000 : 200_000, [Target.Everything, Target.Any, Target.Coordinator]);
    }

    /// <summary>The stages are short, so that there is always a slice that waits, comes back to work, or has just done so.</summary>
    [Fact]
    public async Task A_run_whose_slices_work_again_and_again_that_is_killed_at_any_moment_ends_as_if_it_had_not_been()
    {
        using var first = KillProjects.InSequence();
        var hits = await StrikeAsync(first, 2_000, [Target.Idle, Target.Everything, Target.Slice, Target.Coordinator, Target.Idle]);
        var survived = hits.Count(hit => hit.Survived);
        Say($"{survived} runs went on after a slice was killed that had no work");
        if (Kills >= SoakFrom) Assert.True(survived > 0, "no slice was killed while it waited");
    }

    private static async Task<List<Hit>> StrikeAsync(TradesProject first, int rows, Target[] targets)
    {
        var seed = Setting("RUNINK_SEED") ?? Random.Shared.Next();
        Say($"RUNINK_SEED={seed} RUNINK_KILLS={Kills}");
        var random = new Random(seed);
        var before = Contents.Of(first);
        first.Synthesize(rows, seed: 2);
        var (after, duration) = await UndisturbedAsync(first);
        Say($"undisturbed: {after.Silver.Rows} rows in {duration.TotalSeconds:F2} s");

        List<Hit> hits = [];
        foreach (var strike in Strikes(random, targets))
        {
            var hit = await KillAndResumeAsync(first, strike with { After = strike.After * duration.TotalSeconds }, before, after);
            Say($"{hit.Ran.TotalSeconds,6:F2} s  {hit.Target,-12} {hit.Moment}{(hit.Survived ? ", survived" : "")}");
            hits.Add(hit);
            if (hit.Moment == Moment.AfterTheEnd && hit.Ran < duration) duration = (duration + hit.Ran) / 2;
        }

        var inside = hits.Count(hit => hit.IsInside);
        Say($"{inside} of {hits.Count} kills hit inside the run: {Summary(hits)}");
        if (Kills >= SoakFrom) Assert.True(inside * 3 >= hits.Count * 2, "fewer than two of three kills hit inside the run");
        return hits;
    }

    /// <summary>One in every part of the run, in random order, every target equally often; times as shares of its duration.</summary>
    private static List<Strike> Strikes(Random random, Target[] targets)
    {
        var parts = Enumerable.Range(0, Kills).ToArray();
        random.Shuffle(parts);
        return [.. parts.Select((part, i) =>
            new Strike(targets[i % targets.Length], TimeSpan.FromSeconds((part + random.NextDouble()) / Kills), random.Next()))];
    }

    private static async Task<(Contents, TimeSpan)> UndisturbedAsync(TradesProject first)
    {
        using var project = first.Copy();
        var watch = Stopwatch.StartNew();
        using var run = project.Start("run", TradesProject.Feature);
        var outcome = await run.EndAsync();
        Assert.True(outcome.ExitCode == 0, outcome.Error);
        return (Contents.Of(project), watch.Elapsed);
    }

    private static async Task<Hit> KillAndResumeAsync(TradesProject first, Strike strike, Contents before, Contents after)
    {
        using var project = first.Copy();
        using var reader = new ManifestPoller(project.File(TradesProject.Silver));
        var (hit, autopsy) = await strike.DeliverAsync(project);

        Succeeds(project.Resume());
        if (hit.Moment == Moment.BeforeTheRun) Succeeds(project.Run());

        Leftovers.None(project);
        Assert.Equal(after, Contents.Of(project));
        var met = reader.Stop();
        Assert.All(met, generation => Assert.True(generation == before.Silver || generation == after.Silver, $"{generation} is a half"));
        Assert.Equal(before.Silver, met[0]);
        var end = await Autopsy.OfAsync(project);
        Assert.Equal(Moment.AfterTheEnd, end.Moment);
        Assert.All(autopsy.Attempts, committed => Assert.Equal(committed.Value, end.Attempts[committed.Key]));
        return hit;
    }

    private static void Succeeds(Outcome outcome) => Assert.True(outcome.ExitCode == 0, outcome.Error);

    private static string Summary(List<Hit> hits) =>
        string.Join(", ", hits.GroupBy(hit => (hit.Moment, hit.Target)).OrderBy(group => group.Key)
            .Select(group => $"{group.Count()} {group.Key.Target} {group.Key.Moment}"));

    private static int? Setting(string name) =>
        int.TryParse(Environment.GetEnvironmentVariable(name), CultureInfo.InvariantCulture, out var value) ? value : null;

    private static void Say(FormattableString line) =>
        TestContext.Current.TestOutputHelper?.WriteLine(line.ToString(CultureInfo.InvariantCulture));
}
