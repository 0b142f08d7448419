using Runink.Pipelines.Diagnostics;
using Runink.Runs.Coordination;
using Runink.Runs.Ledger;
using Runink.Runs.Tests.Slice;

namespace Runink.Runs.Tests.Coordination;

public sealed class InterruptionTests
{
    [Theory]
    [InlineData(Misdeed.Hang)]
    [InlineData(Misdeed.IgnoreStop)]
    public async Task Cancelling_stops_the_slice_cleans_up_and_can_be_resumed(Misdeed misdeed)
    {
        await using var project = new TestProject();
        project.Behave(new Script { Misdeed = misdeed, UntilAttempt = 1, AfterWriting = true });
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(TestProject.Cancellation);
        var running = new RunCoordinator(project.Environment)
            .RunAsync(Scenarios.Request(Scenarios.Copy()), project.Observer, stop.Token);
        await TestProject.UntilAsync(() => File.Exists(project.PathOf("hanging")));
        await stop.CancelAsync();
        var result = await running;

        Assert.Equal(ExitCodes.Interrupted, result.ExitCode);
        Assert.Equal(RunState.Interrupted, result.Run.State);
        Assert.Equal(StageState.Interrupted, result.Stages[0].State);
        Assert.Empty(project.Glob("out/silver"));
        Assert.Empty(project.Litter());

        var resumed = await project.ResumeHereAsync(result.Run.Id, Scenarios.Copy());
        Assert.Equal(ExitCodes.Ok, resumed.ExitCode);
        Assert.Equal(4, project.Read("out/silver").Count);
    }

    [Fact]
    public async Task Stages_that_have_not_begun_wait_for_the_resume()
    {
        await using var project = new TestProject();
        project.Behave(new Script { Misdeed = Misdeed.Hang, UntilAttempt = 1 });
        var plans = new[] { Scenarios.Copy(), Scenarios.Copy(to: "out/other", letters: null, name: "Other") };
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(TestProject.Cancellation);
        var running = new RunCoordinator(project.Environment).RunAsync(Scenarios.Request(plans), project.Observer, stop.Token);
        await TestProject.UntilAsync(() => File.Exists(project.PathOf("hanging")));
        await stop.CancelAsync();
        var result = await running;

        Assert.Equal([StageState.Interrupted, StageState.Pending], result.Stages.Select(stage => stage.State));
        Assert.Equal(ExitCodes.Interrupted, result.ExitCode);
    }
}
