using Runink.Pipelines.Diagnostics;
using Runink.Pipelines.Planning;
using Runink.Runs.Ledger;
using Runink.Runs.Publishing;
using Runink.Runs.Tests.Slice;

namespace Runink.Runs.Tests.Publishing;

public sealed class InterruptedPublishTests
{
    private const string NewInput = "EU,5\nEU,6\nbad,pattern\nUS,7\nJP,8\n";

    public static TheoryData<string> Shapes => ["replace", "append", "partition", "file"];

    [Theory]
    [MemberData(nameof(Shapes))]
    public async Task A_crash_between_any_two_steps_leaves_the_old_or_the_new_and_the_resume_completes_it(string shape)
    {
        var plan = PlanOf(shape);
        for (var steps = 0; ; steps++)
        {
            await using var project = new TestProject();
            var (old, @new) = await PrepareAsync(project, plan, shape);
            var files = new CrashingFiles(steps);
            var crashed = await CrashAsync(project, plan, files);
            if (!crashed)
            {
                Assert.Equal(@new, project.Read(Sink(plan)));
                Assert.InRange(steps, 15, 200);
                return;
            }

            await project.RecoverAsync();
            await AssertWholeAsync(project, plan, old, @new, steps);

            var run = (await project.Ledger.ListAsync(TestProject.Cancellation))[^1];
            if (run.State == RunState.Interrupted)
                Assert.Equal(ExitCodes.Ok, (await project.ResumeHereAsync(run.Id, plan)).ExitCode);
            else if ((await project.Ledger.ListAsync(TestProject.Cancellation)).Count == 1)
                await project.RunHereAsync(plan);
            Assert.Equal(@new, project.Read(Sink(plan)));
            Assert.Equal(2, project.Read("out/dlq", "jsonl").Count);
            Assert.Empty(project.Litter());
        }
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public async Task A_recovery_that_crashes_is_finished_by_the_next_one(string shape)
    {
        var plan = PlanOf(shape);
        var random = Seed.Draw();
        for (var round = 0; round < 10; round++)
        {
            await using var project = new TestProject();
            var (old, @new) = await PrepareAsync(project, plan, shape);
            var steps = random.Next(60);
            await CrashAsync(project, plan, new CrashingFiles(steps));
            for (var crashes = 0; crashes < 3; crashes++)
            {
                try
                {
                    await project.RecoverAsync(new CrashingFiles(random.Next(12)));
                }
                catch (CrashException)
                {
                    // The next one goes on.
                }
            }

            await project.RecoverAsync();
            await AssertWholeAsync(project, plan, old, @new, steps);
        }
    }

    [Fact]
    public async Task A_disk_that_refuses_after_the_commit_is_reported_and_the_next_command_finishes()
    {
        await using var project = new TestProject();
        var plan = PlanOf("replace");
        var (_, @new) = await PrepareAsync(project, plan, "replace");
        var pending = 0;
        for (var steps = 0; ; steps++)
        {
            var files = new CrashingFiles(steps, () => new IOException("No space left on device"));
            var environment = project.Environment with { Launcher = new InProcessLauncher(), Files = files };
            try
            {
                var result = await project.RunAsync(Scenarios.Request(plan), environment);
                if (!files.HasCrashed) break;
                Assert.True(result.ExitCode == ExitCodes.WorkFailed || result.Run.State == RunState.Succeeded);
            }
            catch (RuninkException failure)
            {
                Assert.Contains("No space left on device", failure.Message, StringComparison.Ordinal);
                if (failure.Diagnostic.Definition.Code == "R5017")
                {
                    pending++;
                    await AssertRecoveryClaimsNothingAsync(project);
                }
            }

            var report = await project.RecoverAsync();
            Assert.Empty(report.Problems);
            Assert.Empty(project.Litter());
        }

        Assert.True(pending > 3, $"only {pending} faults fell behind the commit");
        Assert.Equal(@new, project.Read("out/silver"));
    }

    /// <summary>As long as the disk refuses, a recovery that could not publish must not say that it did.</summary>
    private static async Task AssertRecoveryClaimsNothingAsync(TestProject project)
    {
        var refused = await project.RecoverAsync(new CrashingFiles(0, () => new IOException("No space left on device")));
        Assert.Empty(refused.Published);
        Assert.Single(refused.Problems);
    }

    [Theory]
    [InlineData(SinkMode.Append, 2)]
    [InlineData(SinkMode.Replace, 1)]
    public async Task What_a_dead_run_committed_is_in_place_before_another_run_writes_and_never_again(SinkMode mode, int parts)
    {
        await using var project = new TestProject();
        var plan = Scenarios.Copy(mode: mode, letters: null);
        var steps = 0;
        do
        {
            await CrashAsync(project, plan, new CrashingFiles(steps++));
        }
        while ((await StagesAsync(project)).All(stage => stage.State != StageState.Committed));

        // No recovery here: the second run has begun before the first one died.
        await project.RunHereAsync(plan);
        Assert.Equal(4 * parts, project.Read("out/silver").Count);

        Assert.Empty((await project.RecoverAsync()).Problems);
        Assert.Equal(4 * parts, project.Read("out/silver").Count);
        Assert.Equal(parts, project.Glob("out/silver").Count);
        Assert.Empty(project.Litter());
    }

    private static async Task<bool> CrashAsync(TestProject project, ScenarioPlan plan, CrashingFiles files)
    {
        try
        {
            await project.RunAsync(
                Scenarios.Request(plan), project.Environment with { Launcher = new InProcessLauncher(), Files = files });
            return false;
        }
        catch (CrashException)
        {
            return true;
        }
    }

    private static async Task<(IReadOnlyList<string> Old, IReadOnlyList<string> New)> PrepareAsync(
        TestProject project, ScenarioPlan plan, string shape)
    {
        var whole = plan with { Sinks = [plan.Sinks[0] with { Mode = SinkMode.Replace, Partition = null }] };
        var first = shape == "partition" ? whole : plan;
        await project.RunHereAsync(first);
        var old = project.Read(Sink(plan));
        project.Write("data/in.csv", shape == "partition" ? "EU,5\nEU,6\nbad,pattern\n" : NewInput);
        return (old, shape switch
        {
            "append" => [.. old.Concat(["EU,5", "EU,6", "US,7", "JP,8"]).Order(StringComparer.Ordinal)],
            "partition" => ["EU,5", "EU,6", "US,3", "US,4"],
            _ => ["EU,5", "EU,6", "JP,8", "US,7"],
        });
    }

    private static async Task AssertWholeAsync(
        TestProject project, ScenarioPlan plan, IReadOnlyList<string> old, IReadOnlyList<string> @new, int steps)
    {
        var committed = (await StagesAsync(project)).Count(stage => stage.State == StageState.Published) == 2;
        Assert.True((committed ? @new : old).SequenceEqual(project.Read(Sink(plan))), $"neither old nor new after {steps} steps");
        if (!plan.Sinks[0].IsSingleFile)
        {
            var manifest = ManifestFile.Read(project.PathOf("out/silver/_manifest.json"))!;
            Assert.Equal(manifest.Parts.Select(part => part.Path).Order(StringComparer.Ordinal), project.Glob("out/silver"));
        }

        Assert.Equal(committed ? 2 : 1, project.Read("out/dlq", "jsonl").Count);
        Assert.Empty(project.Litter());
    }

    private static async Task<IReadOnlyList<StageRecord>> StagesAsync(TestProject project)
    {
        List<StageRecord> stages = [];
        foreach (var run in await project.Ledger.ListAsync(TestProject.Cancellation))
            stages.AddRange((await project.Ledger.StagesAsync(run.Id, TestProject.Cancellation)).Select(entry => entry.Record));
        return stages;
    }

    private static string Sink(ScenarioPlan plan) => plan.Sinks[0].Dataset.Path;

    private static ScenarioPlan PlanOf(string shape) => shape switch
    {
        "replace" => Scenarios.Copy(),
        "append" => Scenarios.Copy(mode: SinkMode.Append),
        "partition" => Scenarios.Copy(mode: SinkMode.ReplacePartition, partitionBy: "region", partition: "EU"),
        _ => Scenarios.Copy(to: "out/silver.csv"),
    };
}
