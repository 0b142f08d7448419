using Runink.Pipelines.Diagnostics;
using Runink.Pipelines.Slices;
using Runink.Runs.Coordination;
using Runink.Runs.Tests.Slice;

namespace Runink.Runs.Tests.Coordination;

public sealed class RetryTests
{
    [Theory]
    [InlineData(Misdeed.KillItself)]
    [InlineData(Misdeed.FailRetryably)]
    public async Task A_failure_that_is_not_the_datas_fault_is_tried_again(Misdeed misdeed)
    {
        await using var project = new TestProject();
        project.Behave(new Script { Misdeed = misdeed, UntilAttempt = 2, AfterWriting = true });
        var time = new ManualTime(Scenarios.Time);
        var result = await project.RunAsync(
            Scenarios.Request(Scenarios.Copy() with { Resources = new() { Retries = 2 } }),
            project.Environment with { Clock = time });

        Assert.Equal(ExitCodes.Ok, result.ExitCode);
        Assert.Equal(3, result.Stages[0].Attempt);
        Assert.Equal($"part-{result.Run.Id}-01-3-0000.txt", Assert.Single(project.Glob("out/silver")));
        Assert.Equal(project.Observer.Of<StageRetrying>().Select(retry => retry.Delay), time.Waits);
        Assert.Equal(2, time.Waits.Count);
        Assert.Empty(project.Litter());
    }

    [Fact]
    public async Task A_slice_that_is_killed_before_it_can_be_given_work_is_tried_again()
    {
        await using var project = new TestProject();
        var time = new ManualTime(Scenarios.Time);
        var result = await project.RunAsync(
            Scenarios.Request(Scenarios.Copy() with { Resources = new() { Retries = 1 } }),
            project.Environment with { Clock = time, Launcher = new KilledFirst() });

        Assert.Equal(ExitCodes.Ok, result.ExitCode);
        Assert.Equal(2, result.Stages[0].Attempt);
        Assert.Equal("R5008", Assert.Single(project.Observer.Of<StageRetrying>()).Failure.Code);
    }

    [Fact]
    public async Task Tries_come_to_an_end()
    {
        await using var project = new TestProject();
        project.Behave(new Script { Misdeed = Misdeed.KillItself });
        var result = await project.RunAsync(
            Scenarios.Request(Scenarios.Copy() with { Resources = new() { Retries = 1 } }),
            project.Environment with { Clock = new ManualTime(Scenarios.Time) });

        Assert.Equal("R5008", result.Failure!.Code);
        Assert.Equal(2, result.Stages[0].Attempt);
    }

    [Fact]
    public void Waits_grow_up_to_a_bound_and_are_spread()
    {
        var random = new Random(1);
        var waits = Enumerable.Range(1, 12).Select(failures => Backoff.After(failures, random).TotalSeconds).ToList();

        Assert.All(waits, (wait, index) =>
        {
            var bound = Math.Min(30, Math.Pow(2, index));
            Assert.InRange(wait, bound / 2, bound);
        });
    }

    [Fact]
    public async Task A_slice_that_takes_too_long_is_stopped_and_not_tried_again()
    {
        await using var project = new TestProject();
        project.Behave(new Script { Misdeed = Misdeed.Hang });
        var result = await project.RunAsync(
            Scenarios.Request(Scenarios.Copy() with { Resources = new() { Retries = 1, TimeoutSeconds = 90 } }),
            project.Environment with { Clock = new ManualTime(Scenarios.Time) });

        Assert.Equal("R5009", result.Failure!.Code);
        Assert.Equal(ExitCodes.TimedOut, result.ExitCode);
        Assert.Contains("timeout of 90 s", result.Failure.Message, StringComparison.Ordinal);
        Assert.Equal(1, result.Stages[0].Attempt);
        Assert.Empty(project.Litter());
    }

    private sealed class KilledFirst : ISliceLauncher
    {
        private int _starts;

        public Task<ISliceProcess> StartAsync(SliceAssignment assignment, string logFile, CancellationToken cancellation) =>
            _starts++ == 0
                ? throw new SliceEndedEarlyException(new(137, 9), "the slice ended with code 137 before it was ready")
                : new InProcessLauncher().StartAsync(assignment, logFile, cancellation);
    }
}
