using System.Diagnostics;
using Runink.Pipelines.Diagnostics;
using Runink.Runs.Ledger;
using Runink.Runs.Publishing;
using Runink.Runs.Tests.Slice;
using Runink.Store.Journal;

namespace Runink.Runs.Tests.Publishing;

public sealed class RecoveryTests
{
    [Fact]
    public async Task A_coordinator_killed_at_any_moment_is_recovered_and_resumed_to_the_same_result()
    {
        var random = Seed.Draw();
        var whole = await TimeAsync();
        for (var round = 0; round < 6; round++)
        {
            await using var project = new TestProject();
            project.Behave(new Script { Parts = 3, Pause = 20 });
            using (var coordinator = Start(project, "run"))
            {
                await Task.Delay(random.Next((int)whole.TotalMilliseconds), TestProject.Cancellation);
                coordinator.Kill();
                await coordinator.WaitForExitAsync(TestProject.Cancellation);
            }

            foreach (var dataset in new[] { "out/silver", "out/gold.csv" })
                Assert.Contains(project.Read(dataset).Count, new[] { 0, 4 });
            using var resumed = Start(project, "resume");
            await resumed.WaitForExitAsync(TestProject.Cancellation);

            Assert.Equal(ExitCodes.Ok, resumed.ExitCode);
            Assert.Equal(["EU,1", "EU,2", "US,3", "US,4"], project.Read("out/silver"));
            Assert.Equal(["EU,1", "EU,2", "US,3", "US,4"], project.Read("out/gold.csv"));
            Assert.Equal(3, project.Glob("out/silver").Count);
            Assert.Single(project.Read("out/dlq", "jsonl"));
            Assert.Empty(project.Litter());
        }
    }

    [Fact]
    public async Task What_a_coordinator_left_that_died_when_its_run_was_over_is_removed()
    {
        await using var project = new TestProject();
        var sandboxes = Path.Combine(project.State.Root, "sandboxes");
        Directory.CreateDirectory(Path.Combine(sandboxes, "0123456789abcdef", "slice"));
        await File.WriteAllTextAsync(Path.Combine(sandboxes, "0123456789abcdef", "lock"), "1 999999999999", TestProject.Cancellation);
        await using var store = await JournalStore.OpenAsync(Path.Combine(project.State.Root, "journal"), cancellationToken: TestProject.Cancellation);

        var report = await new Recovery(project.Project, new RunLedger(store), TimeProvider.System, new Runink.Runs.Files.DiskFiles())
            .RunAsync(TestProject.Cancellation);

        Assert.Empty(report.Problems);
        Assert.Empty(Directory.GetFileSystemEntries(sandboxes));
    }

    [Fact]
    public async Task The_slice_of_a_dead_coordinator_ends_and_its_run_can_be_resumed()
    {
        await using var project = new TestProject();
        project.Behave(new Script { Misdeed = Misdeed.Hang, UntilAttempt = 1, AfterWriting = true });
        using var coordinator = Start(project, "run");
        // The next command knows it by its mark, which is written while it begins to work.
        await TestProject.UntilAsync(() => File.Exists(project.PathOf("hanging"))
            && Directory.EnumerateFiles(project.State.Staging, "*.slice", SearchOption.AllDirectories).Any(mark => new FileInfo(mark).Length > 0));
        coordinator.Kill();
        await coordinator.WaitForExitAsync(TestProject.Cancellation);
        await TestProject.UntilAsync(
            () => !Directory.GetDirectories("/proc").Any(directory => IsSliceOf(directory, project.Root)));

        await using var store = await JournalStore.OpenAsync(
            Path.Combine(project.State.Root, "journal"), cancellationToken: TestProject.Cancellation);
        var ledger = new RunLedger(store);
        var report = await new Recovery(project.Project, ledger, TimeProvider.System, new Runink.Runs.Files.DiskFiles())
            .RunAsync(TestProject.Cancellation);

        var run = Assert.Single(await ledger.ListAsync(TestProject.Cancellation));
        Assert.Equal([run.Id], report.Interrupted);
        Assert.Equal(RunState.Interrupted, run.State);
        var stages = await ledger.StagesAsync(run.Id, TestProject.Cancellation);
        Assert.Equal([StageState.Interrupted, StageState.Pending], stages.Select(stage => stage.Record.State));
        Assert.Equal("R5023", stages[0].Record.Failure!.Code);
        Assert.Empty(project.Litter());
    }

    [Fact]
    public async Task A_slice_that_outlives_its_coordinator_is_ended_before_its_staging_goes()
    {
        await using var project = new TestProject();
        project.Behave(new Script { Misdeed = Misdeed.IgnoreStop, UntilAttempt = 1, AfterWriting = true });
        using var coordinator = Start(project, "run");
        await TestProject.UntilAsync(() => File.Exists(project.PathOf("hanging")));
        coordinator.Kill();
        await coordinator.WaitForExitAsync(TestProject.Cancellation);
        Assert.Contains(Directory.GetDirectories("/proc"), directory => IsSliceOf(directory, project.Root));
        project.Behave(new Script());
        using var resumed = Start(project, "resume");
        await resumed.WaitForExitAsync(TestProject.Cancellation);

        Assert.Equal(ExitCodes.Ok, resumed.ExitCode);
        Assert.DoesNotContain(Directory.GetDirectories("/proc"), directory => IsSliceOf(directory, project.Root));
        Assert.Equal(4, project.Read("out/silver").Count);
        Assert.Empty(project.Litter());
    }

    [Fact]
    public async Task A_run_that_lives_is_left_alone()
    {
        await using var project = new TestProject();
        project.Behave(new Script { Misdeed = Misdeed.Hang, UntilAttempt = 1 });
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(TestProject.Cancellation);
        var running = new Runink.Runs.Coordination.RunCoordinator(project.Environment)
            .RunAsync(Scenarios.Request(Scenarios.Copy()), project.Observer, stop.Token);
        await TestProject.UntilAsync(() => File.Exists(project.PathOf("hanging")));
        var report = await project.RecoverAsync();

        Assert.Empty(report.Interrupted);
        Assert.Empty(report.Problems);
        Assert.NotEmpty(project.Litter());
        await stop.CancelAsync();
        await running;
    }

    [Fact]
    public async Task Litter_of_a_run_that_the_ledger_does_not_know_goes_too()
    {
        await using var project = new TestProject();
        project.Write(".runink/staging/20261120-093015-abcd/01-x/attempt-1/sink-0/part.csv", "x");
        project.Write(".runink/spill/20261120-093015-efgh/01-x/attempt-1/x.tmp", "x");
        await project.RecoverAsync();

        Assert.Empty(project.Litter());
    }

    [Fact]
    public async Task A_project_without_runs_is_not_touched()
    {
        await using var project = new TestProject();
        await project.RecoverAsync();

        Assert.False(Directory.Exists(project.State.Root));
    }

    private static bool IsSliceOf(string processDirectory, string root)
    {
        try
        {
            var command = File.ReadAllText(Path.Combine(processDirectory, "cmdline"));
            return command.Contains("Tests.Slice", StringComparison.Ordinal) &&
                string.Equals(new FileInfo(Path.Combine(processDirectory, "cwd")).LinkTarget, root, StringComparison.Ordinal);
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    /// <summary>How long an undisturbed run takes here and now, so that the kills fall into it.</summary>
    private static async Task<TimeSpan> TimeAsync()
    {
        await using var project = new TestProject();
        project.Behave(new Script { Parts = 3, Pause = 20 });
        var watch = Stopwatch.StartNew();
        using var run = Start(project, "run");
        await run.WaitForExitAsync(TestProject.Cancellation);
        Assert.Equal(ExitCodes.Ok, run.ExitCode);
        return watch.Elapsed;
    }

    private static Process Start(TestProject project, string what) =>
        Process.Start(new ProcessStartInfo(TestProject.SliceProgram, [what, project.Root]) { WorkingDirectory = project.Root })!;
}
