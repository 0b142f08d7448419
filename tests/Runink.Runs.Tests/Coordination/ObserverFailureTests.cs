using Runink.Pipelines.Diagnostics;
using Runink.Runs.Coordination;
using Runink.Runs.Ledger;
using Runink.Runs.Tests.Slice;

namespace Runink.Runs.Tests.Coordination;

/// <summary>Whoever watches a run cannot write down what a slice says.</summary>
public sealed class ObserverFailureTests
{
    [Theory]
    [InlineData(Misdeed.None)]
    [InlineData(Misdeed.Hang)]
    public async Task It_is_not_the_slice_that_is_blamed(Misdeed misdeed)
    {
        await using var project = new TestProject();
        project.Behave(new Script { Misdeed = misdeed, AfterWriting = true });
        var result = await new RunCoordinator(project.Environment)
            .RunAsync(Scenarios.Request(Scenarios.Copy()), new FullDisk(), TestProject.Cancellation);

        Assert.Equal(("R5015", "no room for a word"), (result.Failure!.Code, result.Failure.Message));
        Assert.Equal((ExitCodes.WorkFailed, StageState.Failed), (result.ExitCode, result.Stages[0].State));
        Assert.Empty(project.Glob("out/silver"));
        Assert.Empty(project.Litter());
    }

    private sealed class FullDisk : IRunObserver
    {
        public void On(RunEvent happened)
        {
            if (happened is StageProgressed) throw new IOException("no room for a word");
        }
    }
}
