using Runink.Pipelines.Diagnostics;
using Runink.Pipelines.Planning;
using Runink.Pipelines.Slices;
using Runink.Runs.Coordination;
using Runink.Runs.Files;
using Runink.Runs.Ledger;
using Runink.Runs.Tests.Slice;

namespace Runink.Runs.Tests.Coordination;

public sealed class ResumeTests
{
    private static readonly ScenarioPlan First = Scenarios.Copy();
    private static readonly ScenarioPlan Second =
        Scenarios.Copy(from: "data/more.csv", to: "out/more", letters: null, name: "More");

    [Fact]
    public async Task What_is_published_is_not_done_again()
    {
        await using var project = new TestProject();
        var failed = await FailSecondAsync(project);
        var before = File.GetLastWriteTimeUtc(project.PathOf("out/silver/_manifest.json"));
        project.Behave(new Script());
        var resumed = await project.ResumeHereAsync(failed.Run.Id, First, Second);

        Assert.Equal(ExitCodes.Ok, resumed.ExitCode);
        Assert.Equal([1, 2], resumed.Stages.Select(stage => stage.Attempt));
        Assert.Equal(before, File.GetLastWriteTimeUtc(project.PathOf("out/silver/_manifest.json")));
        Assert.Equal(RunState.Succeeded, resumed.Run.State);
        Assert.Equal(failed.Run.Time, resumed.Run.Time);
    }

    [Fact]
    public async Task A_run_that_succeeded_is_only_reported()
    {
        await using var project = new TestProject();
        var plan = Scenarios.Copy(mode: SinkMode.Append);
        var done = await project.RunHereAsync(plan);
        project.Write("data/in.csv", "changed");
        var again = await project.ResumeHereAsync(done.Run.Id, plan);

        Assert.Equal(ExitCodes.Ok, again.ExitCode);
        Assert.Equal(done.Run, again.Run with { Features = done.Run.Features, Parameters = done.Run.Parameters });
        Assert.Equal(4, project.Read("out/silver").Count);
        Assert.Single(project.Observer.Of<StageStarted>());
        Assert.Empty(project.Litter());
    }

    [Theory]
    [InlineData("content")]
    [InlineData("time")]
    [InlineData("gone")]
    [InlineData("plan")]
    [InlineData("parameter")]
    [InlineData("scenario")]
    [InlineData("contract")]
    public async Task Other_work_is_refused_and_says_what_changed(string change)
    {
        await using var project = new TestProject();
        var failed = await FailSecondAsync(project);
        project.Behave(new Script());
        var file = project.PathOf("data/in.csv");
        var time = File.GetLastWriteTimeUtc(file);
        var request = Scenarios.Request(First, Second);
        switch (change)
        {
            case "content":
                project.Write("data/in.csv", TestProject.Input.Replace('3', '5'));
                File.SetLastWriteTimeUtc(file, time);
                break;
            case "time":
                File.SetLastWriteTimeUtc(file, time.AddSeconds(1));
                break;
            case "gone":
                File.Delete(file);
                break;
            case "plan":
                request = Scenarios.Request(First with { Hash = "other" }, Second);
                break;
            case "parameter":
                request = request with { Parameters = new Dictionary<string, string> { ["day"] = "2026-11-21" } };
                break;
            case "scenario":
                request = Scenarios.Request(First);
                break;
            case "contract":
                var contract = new ContractRef("trade", "2.0.0", "c.odcs.yaml", "trade", "def");
                var source = (SourceNode)First.Nodes[0] with { Contract = contract };
                request = Scenarios.Request(First with { Nodes = [source] }, Second);
                break;
        }

        var failure = await Assert.ThrowsAsync<RuninkException>(() =>
            new RunCoordinator(project.Environment)
                .ResumeAsync(failed.Run.Id, request, project.Observer, TestProject.Cancellation));

        Assert.Equal("R5007", failure.Diagnostic.Definition.Code);
        Assert.Equal(ExitCodes.NotFound, failure.ExitCode);
        var said = change switch
        {
            "content" => "other content",
            "time" => "written again",
            "gone" => "no file matches",
            "contract" => "plan",
            _ => change,
        };
        Assert.Contains(said, failure.Message, StringComparison.Ordinal);
        Assert.Equal(RunState.Failed, (await project.Ledger.GetAsync(failed.Run.Id, TestProject.Cancellation)).Record.State);
        Assert.Empty(project.Litter());
    }

    [Fact]
    public async Task A_run_that_is_still_going_on_cannot_be_resumed()
    {
        await using var project = new TestProject();
        var failed = await FailSecondAsync(project);
        using var other = KernelLock.TryAcquire(project.State.RunLock(failed.Run.Id), "another");
        var failure = await Assert.ThrowsAsync<RuninkException>(() => project.ResumeHereAsync(failed.Run.Id, First, Second));

        Assert.Equal("R5002", failure.Diagnostic.Definition.Code);
        Assert.Equal(ExitCodes.NotFound, failure.ExitCode);
    }

    [Fact]
    public async Task What_another_run_wrote_in_between_is_not_read_as_if_it_were_the_runs_own()
    {
        await using var project = new TestProject();
        var downstream = Scenarios.Copy(from: "out/silver", to: "out/gold", letters: null, name: "Gold");
        project.Behave(new Script { ChecksPass = false });
        var failed = await project.RunHereAsync(First, downstream.WithCheck());
        Assert.Equal(StageState.Published, failed.Stages[0].State);
        project.Behave(new Script());
        var other = await project.RunHereAsync(First);
        var resumed = await project.ResumeHereAsync(failed.Run.Id, First, downstream.WithCheck());

        Assert.Equal("R5006", resumed.Failure!.Code);
        Assert.Contains(other.Run.Id, resumed.Failure.Message, StringComparison.Ordinal);
    }

    /// <summary>A run whose first stage is published and whose second failed.</summary>
    private static async Task<RunResult> FailSecondAsync(TestProject project)
    {
        project.Write("data/more.csv", "EU,7\n");
        var launcher = new Saboteur(project);
        var result = await project.RunAsync(Scenarios.Request(First, Second), project.Environment with { Launcher = launcher });
        Assert.Equal([StageState.Published, StageState.Failed], result.Stages.Select(stage => stage.State));
        return result;
    }

    private sealed class Saboteur(TestProject project) : ISliceLauncher
    {
        public Task<ISliceProcess> StartAsync(SliceAssignment assignment, string logFile, CancellationToken cancellation)
        {
            project.Behave(new Script { Misdeed = assignment.Stage == "01-silver-copy" ? Misdeed.None : Misdeed.ExitWithCode });
            return new InProcessLauncher().StartAsync(assignment, logFile, cancellation);
        }
    }
}
