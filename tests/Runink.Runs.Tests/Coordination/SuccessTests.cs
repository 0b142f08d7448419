using Runink.Pipelines.Diagnostics;
using Runink.Pipelines.Planning;
using Runink.Runs.Ledger;
using Runink.Runs.Tests.Slice;

namespace Runink.Runs.Tests.Coordination;

public sealed class SuccessTests
{
    [Fact]
    public async Task A_run_publishes_its_sinks_and_its_dead_letters_and_leaves_no_litter()
    {
        await using var project = new TestProject();
        var result = await project.RunAsync(Scenarios.Copy());

        Assert.Equal(ExitCodes.Ok, result.ExitCode);
        Assert.Equal(RunState.Succeeded, result.Run.State);
        Assert.Equal(["EU,1", "EU,2", "US,3", "US,4"], project.Read("out/silver"));
        Assert.Single(project.Read("out/dlq", "jsonl"));
        Assert.Equal($"part-{result.Run.Id}-01-1-0000.txt", Assert.Single(project.Glob("out/silver")));
        Assert.Empty(project.Litter());
    }

    [Fact]
    public async Task The_ledger_holds_inputs_outputs_counts_and_attempts()
    {
        await using var project = new TestProject();
        var result = await project.RunAsync(Scenarios.Copy().WithCheck());

        var (stage, _) = Assert.Single(await project.Ledger.StagesAsync(result.Run.Id, TestProject.Cancellation));
        Assert.Equal("01-silver-copy", stage.Id);
        Assert.Equal(StageState.Published, stage.State);
        Assert.Equal(5, stage.Counts!.RecordsRead);
        Assert.True(Assert.Single(stage.Checks).Passed);
        Assert.Equal("data/in.csv", Assert.Single(stage.Inputs).Path);
        Assert.Equal([0, -1], stage.Outputs.Select(output => output.Sink));
        Assert.Equal([4L, 1L], stage.Outputs.Select(output => output.Rows));
        var slice = await project.Ledger.SliceAsync(result.Run.Id, stage.Id, TestProject.Cancellation);
        Assert.Equal("succeeded", Assert.Single(slice!.Value.Record.Attempts).Outcome);
        var head = await project.Ledger.HeadAsync(new DatasetRef("csv", "out/silver"), TestProject.Cancellation);
        Assert.Equal(4, head!.Value.Record.Rows);
    }

    [Fact]
    public async Task A_stage_reads_what_an_earlier_stage_of_the_run_wrote()
    {
        await using var project = new TestProject();
        var result = await project.RunAsync(
            Scenarios.Copy(), Scenarios.Copy(from: "out/silver", to: "out/gold.csv", letters: null, name: "Gold"));

        Assert.Equal(ExitCodes.Ok, result.ExitCode);
        Assert.Equal(project.Read("out/silver"), project.Read("out/gold.csv"));
        var gold = await File.ReadAllTextAsync(project.PathOf("out/gold.csv"), TestProject.Cancellation);
        Assert.Equal("EU,1\nEU,2\nUS,3\nUS,4\n", gold);
        Assert.Equal(["01-silver-copy"], result.Stages[1].After);
        Assert.Equal($"out/silver/part-{result.Run.Id}-01-1-0000.txt", Assert.Single(result.Stages[1].Inputs).Path);
    }

    [Fact]
    public async Task The_observer_hears_what_happens_in_order()
    {
        await using var project = new TestProject();
        await project.RunAsync(Scenarios.Copy());

        Assert.Equal(
            ["RunStarted", "StageStarted", "StageWarned", "StageProgressed", "StageCommitted", "StageEnded", "RunEnded"],
            project.Observer.Events.Select(each => each.GetType().Name));
    }

    [Fact]
    public async Task Missing_input_fails_before_anything_is_recorded()
    {
        await using var project = new TestProject();
        var failure = await Assert.ThrowsAsync<RuninkException>(() => project.RunAsync(Scenarios.Copy(from: "data/none.csv")));

        Assert.Equal(ExitCodes.BadInput, failure.ExitCode);
        Assert.Equal("R5004", failure.Diagnostic.Definition.Code);
        Assert.Contains("data/none.csv", failure.Message, StringComparison.Ordinal);
        Assert.Equal(7, failure.Diagnostic.At!.Line);
        Assert.Empty(await project.Ledger.ListAsync(TestProject.Cancellation));
    }
}
