using Runink.Isolation;
using Runink.Isolation.Cgroups;
using Runink.Pipelines.Diagnostics;
using Runink.Pipelines.Planning;
using Runink.Pipelines.Slices;
using Runink.Runs.Coordination;
using Runink.Runs.Ledger;
using Runink.Runs.Tests.Slice;

namespace Runink.Runs.Tests.Coordination;

public sealed class SliceFailureTests
{
    [Theory]
    [InlineData(Misdeed.KillItself, "R5008", "killed by signal 9")]
    [InlineData(Misdeed.ExitWithCode, "R5011", "exited with code 7")]
    [InlineData(Misdeed.ExitSilently, "R5011", "no result")]
    [InlineData(Misdeed.LieAboutSize, "R5010", "are reported")]
    [InlineData(Misdeed.ReportMissingPart, "R5010", "does not exist")]
    [InlineData(Misdeed.EscapeStaging, "R5010", "not a name for a part")]
    [InlineData(Misdeed.LinkPart, "R5010", "is a link, or lies behind one")]
    [InlineData(Misdeed.LinkDirectory, "R5010", "is a link, or lies behind one")]
    [InlineData(Misdeed.GivePartASecondName, "R5010", "no ordinary file")]
    [InlineData(Misdeed.SetUserOnPart, "R5010", "no ordinary file")]
    [InlineData(Misdeed.NamePartTooLong, "R5010", "too long to be published")]
    [InlineData(Misdeed.PutPartBelowPublishedPart, "R5010", "which is a part itself")]
    [InlineData(Misdeed.SendGarbage, "R5010", "not an event")]
    [InlineData(Misdeed.SendLongLine, "R5010", "longer than 1048576 bytes")]
    [InlineData(Misdeed.SpeakAfterResult, "R5010", "after its result")]
    [InlineData(Misdeed.ForgetChecks, "R5010", "not those of the plan")]
    public async Task A_slice_that_goes_wrong_fails_the_stage_and_the_old_data_stays(Misdeed misdeed, string code, string reason)
    {
        await using var project = new TestProject();
        var plan = Scenarios.Copy().WithCheck();
        await project.RunHereAsync(plan);
        var before = project.Read("out/silver");
        project.Write("data/in.csv", "EU,9\n");

        project.Behave(new Script { Misdeed = misdeed, AfterWriting = true });
        var result = await project.RunAsync(plan);

        Assert.Equal(ExitCodes.WorkFailed, result.ExitCode);
        Assert.Equal(code, result.Failure!.Code);
        Assert.Contains(reason, result.Failure.Message, StringComparison.Ordinal);
        Assert.Equal(RunState.Failed, result.Run.State);
        Assert.Equal(before, project.Read("out/silver"));
        Assert.Empty(project.Litter());
    }

    [Theory]
    [InlineData(Misdeed.NamePartTooLong)]
    [InlineData(Misdeed.PutPartBelowPublishedPart)]
    public async Task Parts_that_cannot_be_moved_do_not_stand_in_the_way_of_the_next_run(Misdeed misdeed)
    {
        await using var project = new TestProject();
        var plan = Scenarios.Copy(mode: SinkMode.Append);
        await project.RunHereAsync(plan);
        project.Behave(new Script { Misdeed = misdeed, AfterWriting = true });
        Assert.Equal("R5010", (await project.RunHereAsync(plan)).Failure!.Code);
        project.Behave(new Script());

        Assert.Equal(ExitCodes.Ok, (await project.RunHereAsync(plan)).ExitCode);
        Assert.Equal(8, project.Read("out/silver").Count);
    }

    [Fact]
    public async Task Links_that_a_slice_left_beside_its_parts_are_not_followed()
    {
        await using var project = new TestProject();
        project.Behave(new Script { Misdeed = Misdeed.LeaveLinksInACircle, AfterWriting = true });
        var result = await project.RunHereAsync(Scenarios.Copy());

        Assert.Equal(ExitCodes.Ok, result.ExitCode);
        Assert.Equal(4, project.Read("out/silver").Count);
        Assert.Empty(project.Litter());
    }

    [Fact]
    public async Task What_the_slice_says_about_its_failure_reaches_the_person_unchanged()
    {
        await using var project = new TestProject();
        project.Behave(new Script { Misdeed = Misdeed.FailForGood });
        var result = await project.RunAsync(Scenarios.Copy() with { Resources = new() { Retries = 3 } });

        Assert.Equal(new StageFailure("R5201", "line 3 cannot be read", "mend line 3", ExitCodes.BadInput), result.Failure);
        Assert.Equal(ExitCodes.BadInput, result.ExitCode);
        Assert.Equal(1, result.Stages[0].Attempt);
    }

    [Fact]
    public async Task A_program_that_cannot_be_started_is_a_failure_that_names_it()
    {
        await using var project = new TestProject();
        var environment = project.Environment with { Launcher = new ProcessSliceLauncher("/nowhere/runi", ["slice"]) };
        var result = await project.RunAsync(Scenarios.Request(Scenarios.Copy()), environment);

        Assert.Equal("R5012", result.Failure!.Code);
        Assert.Contains("/nowhere/runi", result.Failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_reads_from_a_failed_stage_is_skipped_and_the_rest_runs()
    {
        await using var project = new TestProject();
        project.Behave(new Script { ChecksPass = false });
        var result = await project.RunHereAsync(
            Scenarios.Copy().WithCheck(),
            Scenarios.Copy(from: "out/silver", to: "out/gold", name: "Gold", letters: null),
            Scenarios.Copy(from: "out/gold", to: "out/report", name: "Report", letters: null),
            Scenarios.Copy(to: "out/other", name: "Other", letters: null));

        Assert.Equal(
            [StageState.Failed, StageState.Skipped, StageState.Skipped, StageState.Published],
            result.Stages.Select(stage => stage.State));
        Assert.Equal("R5020", result.Stages[1].Failure!.Code);
        Assert.Equal(ExitCodes.WorkFailed, result.ExitCode);
        Assert.Empty(project.Read("out/gold"));
        Assert.NotEmpty(project.Read("out/other"));
    }

    [Fact]
    public async Task A_broken_check_publishes_the_dead_letters_only()
    {
        await using var project = new TestProject();
        project.Behave(new Script { ChecksPass = false });
        var result = await project.RunAsync(Scenarios.Copy().WithCheck());

        Assert.Equal(ExitCodes.WorkFailed, result.ExitCode);
        Assert.Equal("R5013", result.Failure!.Code);
        Assert.Equal("at least 95% of records pass: expected 95%, found 12%", result.Failure.Message);
        Assert.Equal(StageState.Failed, result.Stages[0].State);
        Assert.Empty(project.Glob("out/silver"));
        Assert.Single(project.Read("out/dlq", "jsonl"));
        Assert.Empty(project.Litter());
    }

    [Fact]
    public async Task Repeating_a_broken_check_does_not_repeat_its_dead_letters()
    {
        await using var project = new TestProject();
        project.Behave(new Script { ChecksPass = false });
        var plan = Scenarios.Copy().WithCheck();
        var first = await project.RunHereAsync(plan);
        var again = await project.ResumeHereAsync(first.Run.Id, plan);

        Assert.Equal(2, again.Stages[0].Attempt);
        Assert.Single(project.Read("out/dlq", "jsonl"));
        Assert.Single(project.Glob("out/dlq"));
    }

    [Fact]
    public async Task A_broken_check_of_severity_warn_publishes()
    {
        await using var project = new TestProject();
        project.Behave(new Script { ChecksPass = false });
        var result = await project.RunHereAsync(Scenarios.Copy().WithCheck(CheckSeverity.Warn));

        Assert.Equal(ExitCodes.Ok, result.ExitCode);
        Assert.False(Assert.Single(result.Stages[0].Checks).Passed);
        Assert.NotEmpty(project.Read("out/silver"));
    }

    [Fact]
    public async Task A_talkative_slice_cannot_block_the_run()
    {
        await using var project = new TestProject();
        project.Behave(new Script { Misdeed = Misdeed.FloodLog, AfterWriting = true });
        var result = await project.RunAsync(Scenarios.Copy());

        Assert.Equal(ExitCodes.Ok, result.ExitCode);
        Assert.Equal(1_010_000, new FileInfo(project.State.LogOf(result.Run.Id, "01-silver-copy", 1)).Length);
    }

    [Fact]
    public async Task An_input_that_changes_while_it_is_read_fails_the_stage()
    {
        await using var project = new TestProject();
        var environment = project.Environment with { Launcher = new Meddler(project) };
        var result = await project.RunAsync(Scenarios.Request(Scenarios.Copy()), environment);

        Assert.Equal("R5006", result.Failure!.Code);
        Assert.Contains("data/in.csv", result.Failure.Message, StringComparison.Ordinal);
        Assert.Empty(project.Glob("out/silver"));
    }

    [Fact]
    public async Task An_end_for_lack_of_memory_is_proven_by_the_kernels_counter_and_names_the_step()
    {
        await using var project = new TestProject();
        var environment = project.Environment with { Launcher = new Counting(new ResourceUsage { OomKills = 1, PeakMemoryBytes = 64L << 20 }) };
        var result = await project.RunAsync(Scenarios.Request(Scenarios.Copy() with { Resources = new() { MemoryBytes = 64L << 20 } }), environment);
        Assert.Equal("R5025", result.Failure!.Code);
        Assert.Equal("step \"writing\" was killed: memory limit 64 MiB reached (peak 64 MiB)", result.Failure.Message);
        Assert.Equal("raise @memory or filter earlier", result.Failure.Hint);
    }

    [Fact]
    public async Task What_the_kernel_counted_is_recorded_instead_of_what_the_slice_says_of_itself()
    {
        await using var project = new TestProject();
        var used = new ResourceUsage
        {
            PeakMemoryBytes = 99L << 20,
            CpuTime = TimeSpan.FromMilliseconds(1234),
            ThrottledTime = TimeSpan.FromMilliseconds(56),
        };
        var result = await project.RunAsync(Scenarios.Request(Scenarios.Copy()), project.Environment with { Launcher = new Counting(used) });
        var counts = Assert.Single(result.Stages).Counts!;
        Assert.Equal((99L << 20, 1234L, 56L), (counts.PeakMemoryBytes, counts.CpuMilliseconds, counts.ThrottledMilliseconds));
    }

    [Fact]
    public async Task A_slice_that_cannot_be_isolated_is_not_started_and_says_what_would_help()
    {
        await using var project = new TestProject();
        var result = await project.RunAsync(Scenarios.Request(Scenarios.Copy()), project.Environment with { Launcher = new Refusing() });
        Assert.Equal(("R5026", "no sandbox here", "install one"), (result.Failure!.Code, result.Failure.Message, result.Failure.Hint));
        Assert.Equal(1, result.Stages[0].Attempt);
    }

    /// <summary>Does the work, and then says that so much was counted.</summary>
    private sealed class Counting(ResourceUsage usage) : ISliceLauncher
    {
        public async Task<ISliceProcess> StartAsync(SliceAssignment assignment, string logFile, CancellationToken cancellation) =>
            new Counted(await new InProcessLauncher().StartAsync(assignment, logFile, cancellation), usage);
    }

    private sealed class Counted(ISliceProcess process, ResourceUsage usage) : ISliceProcess
    {
        public int ProcessId => process.ProcessId;

        public Stream Events => process.Events;

        public Task<SliceExit> Exit => Task.FromResult(new SliceExit(usage.OomKills > 0 ? 137 : 0, usage.OomKills > 0 ? 9 : null, usage));

        public void RequestStop() => process.RequestStop();

        public void Kill() => process.Kill();

        public ValueTask DisposeAsync() => process.DisposeAsync();
    }

    private sealed class Refusing : ISliceLauncher
    {
        public Task<ISliceProcess> StartAsync(SliceAssignment assignment, string logFile, CancellationToken cancellation) =>
            throw new IsolationException("no sandbox here", "install one");
    }

    /// <summary>Appends to the input right after the slice was started.</summary>
    private sealed class Meddler(TestProject project) : ISliceLauncher
    {
        public Task<ISliceProcess> StartAsync(SliceAssignment assignment, string logFile, CancellationToken cancellation)
        {
            File.AppendAllText(project.PathOf("data/in.csv"), "US,5\n");
            return new InProcessLauncher().StartAsync(assignment, logFile, cancellation);
        }
    }
}
