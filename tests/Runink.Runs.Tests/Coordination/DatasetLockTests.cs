using Runink.Pipelines.Diagnostics;
using Runink.Runs.Coordination;
using Runink.Runs.Files;
using Runink.Runs.Tests.Slice;

namespace Runink.Runs.Tests.Coordination;

public sealed class DatasetLockTests
{
    [Fact]
    public async Task A_second_run_on_one_sink_waits_and_says_for_whom()
    {
        await using var project = new TestProject();
        var held = await LockAsync(project, "out/silver", shared: false);
        var running = project.RunAsync(Scenarios.Copy());
        await TestProject.UntilAsync(() => project.Observer.Of<StageWaiting>().Any());
        var waiting = Assert.Single(project.Observer.Of<StageWaiting>());
        Assert.Equal("csv://out/silver", waiting.Dataset);
        Assert.Equal("run other", waiting.Holder);
        Assert.Empty(project.Observer.Of<StageStarted>());

        held.Dispose();
        Assert.Equal(ExitCodes.Ok, (await running).ExitCode);
    }

    [Fact]
    public async Task Without_waiting_it_fails_with_exit_code_3()
    {
        await using var project = new TestProject();
        using var held = await LockAsync(project, "out/silver", shared: false);
        var result = await project.RunAsync(Scenarios.Request(Scenarios.Copy()) with { NoWait = true });

        Assert.Equal(ExitCodes.NotFound, result.ExitCode);
        Assert.Equal("R5003", result.Failure!.Code);
        Assert.Contains("run other", result.Failure.Message, StringComparison.Ordinal);
        Assert.Empty(project.Litter());
    }

    [Fact]
    public async Task A_waiting_run_can_be_cancelled()
    {
        await using var project = new TestProject();
        using var held = await LockAsync(project, "out/dlq", shared: false);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(TestProject.Cancellation);
        var running = new RunCoordinator(project.Environment)
            .RunAsync(Scenarios.Request(Scenarios.Copy()), project.Observer, stop.Token);
        await TestProject.UntilAsync(() => project.Observer.Of<StageWaiting>().Any());
        await stop.CancelAsync();

        Assert.Equal(ExitCodes.Interrupted, (await running).ExitCode);
    }

    [Fact]
    public async Task Readers_share_a_dataset_and_keep_writers_out()
    {
        await using var project = new TestProject();
        using var reader = await LockAsync(project, "out/silver", shared: true);
        using var another = await LockAsync(project, "out/silver", shared: true);
        var result = await project.RunAsync(Scenarios.Request(Scenarios.Copy()) with { NoWait = true });

        Assert.Equal("R5003", result.Failure!.Code);
    }

    [Fact]
    public async Task Two_runs_at_once_on_one_sink_both_succeed_one_after_the_other()
    {
        await using var project = new TestProject();
        var results = await Task.WhenAll(project.RunAsync(Scenarios.Copy()), project.RunAsync(Scenarios.Copy()));

        Assert.All(results, result => Assert.Equal(ExitCodes.Ok, result.ExitCode));
        Assert.Single(project.Glob("out/silver"));
        Assert.Equal(4, project.Read("out/silver").Count);
        Assert.Equal(2, project.Read("out/dlq", "jsonl").Count);
        Assert.Empty(project.Litter());
    }

    private static Task<DatasetLocks> LockAsync(TestProject project, string path, bool shared)
    {
        DatasetLocks.Wanted[] wanted = [new(new("csv", path), shared)];
        return DatasetLocks.AcquireAsync(
            project.State, new DiskFiles(), wanted, "run other", noWait: true, (_, _) => { }, TestProject.Cancellation);
    }
}
