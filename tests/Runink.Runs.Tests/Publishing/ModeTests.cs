using Runink.Pipelines.Diagnostics;
using Runink.Pipelines.Planning;
using Runink.Runs.Coordination;
using Runink.Runs.Tests.Slice;

namespace Runink.Runs.Tests.Publishing;

public sealed class ModeTests
{
    [Fact]
    public async Task Replace_holds_the_new_parts_only()
    {
        await using var project = new TestProject();
        await RunAsync(project, Scenarios.Copy());
        project.Write("data/in.csv", "EU,9\n");
        var second = await RunAsync(project, Scenarios.Copy());

        Assert.Equal(["EU,9"], project.Read("out/silver"));
        Assert.Equal([$"part-{second.Run.Id}-01-1-0000.txt"], project.Glob("out/silver"));
    }

    [Fact]
    public async Task Append_adds_parts()
    {
        await using var project = new TestProject();
        var plan = Scenarios.Copy(mode: SinkMode.Append);
        await RunAsync(project, plan);
        await RunAsync(project, plan);

        Assert.Equal(8, project.Read("out/silver").Count);
        Assert.Equal(2, project.Glob("out/silver").Count);
    }

    [Fact]
    public async Task Replacing_a_partition_leaves_the_others()
    {
        await using var project = new TestProject();
        await RunAsync(project, Scenarios.Copy(partitionBy: "region"));
        Assert.Equal(["region=EU", "region=US"], project.Glob("out/silver").Select(Path.GetDirectoryName));
        project.Write("data/in.csv", "EU,9\n");
        await RunAsync(project, Scenarios.Copy(mode: SinkMode.ReplacePartition, partitionBy: "region", partition: "EU"));

        Assert.Equal(["EU,9", "US,3", "US,4"], project.Read("out/silver"));
        Assert.Equal(2, project.Glob("out/silver").Count);
    }

    [Fact]
    public async Task A_partition_that_became_empty_loses_its_directory()
    {
        await using var project = new TestProject();
        await RunAsync(project, Scenarios.Copy(partitionBy: "region"));
        project.Write("data/in.csv", "bad,pattern\n");
        await RunAsync(project, Scenarios.Copy(mode: SinkMode.ReplacePartition, partitionBy: "region", partition: "EU"));

        Assert.Equal(["US,3", "US,4"], project.Read("out/silver"));
        Assert.False(Directory.Exists(project.PathOf("out/silver/region=EU")));
    }

    [Fact]
    public async Task Rows_of_another_partition_than_the_replaced_one_are_refused()
    {
        await using var project = new TestProject();
        var plan = Scenarios.Copy(mode: SinkMode.ReplacePartition, partitionBy: "region", partition: "EU");
        var result = await RunAsync(project, plan);

        Assert.Equal("R5010", result.Failure!.Code);
        Assert.Contains("region=US", result.Failure.Message, StringComparison.Ordinal);
        Assert.Empty(project.Glob("out/silver"));
    }

    [Fact]
    public async Task A_path_that_looks_like_a_file_becomes_one_file()
    {
        await using var project = new TestProject();
        project.Behave(new Script { Parts = 3 });
        await RunAsync(project, Scenarios.Copy(to: "out/small.csv"));
        project.Write("data/in.csv", "EU,9\n");
        await RunAsync(project, Scenarios.Copy(to: "out/small.csv"));

        Assert.Equal("EU,9\n", await File.ReadAllTextAsync(project.PathOf("out/small.csv"), TestProject.Cancellation));
        Assert.Equal(["EU,9"], project.Read("out/small.csv"));
        var files = Directory.EnumerateFiles(project.PathOf("out")).Select(Path.GetFileName).Order();
        Assert.Equal(["_small.csv.manifest.json", "small.csv"], files);
    }

    [Fact]
    public async Task Dead_letters_of_several_runs_stay()
    {
        await using var project = new TestProject();
        await RunAsync(project, Scenarios.Copy());
        await RunAsync(project, Scenarios.Copy());

        Assert.Equal(2, project.Read("out/dlq", "jsonl").Count);
        Assert.Equal(4, project.Read("out/silver").Count);
    }

    [Fact]
    public async Task A_dataset_without_rows_has_a_manifest_that_says_so()
    {
        await using var project = new TestProject();
        project.Write("data/in.csv", "EU,1\n");
        await RunAsync(project, Scenarios.Copy());

        Assert.Empty(project.Read("out/dlq", "jsonl"));
        Assert.True(File.Exists(project.PathOf("out/dlq/_manifest.json")));
    }

    [Fact]
    public async Task Files_that_no_run_wrote_are_not_replaced()
    {
        await using var project = new TestProject();
        project.Write("out/silver/thesis.csv", "years of work");
        var result = await RunAsync(project, Scenarios.Copy());

        Assert.Equal("R5016", result.Failure!.Code);
        Assert.Equal(ExitCodes.BadInput, result.ExitCode);
        Assert.Contains("thesis.csv", result.Failure.Message, StringComparison.Ordinal);
        Assert.Equal(["thesis.csv"], project.Glob("out/silver"));
    }

    [Fact]
    public async Task A_replace_takes_over_parts_whose_manifest_is_lost_and_an_append_refuses_them()
    {
        await using var project = new TestProject();
        await RunAsync(project, Scenarios.Copy());
        File.Delete(project.PathOf("out/silver/_manifest.json"));
        var append = await RunAsync(project, Scenarios.Copy(mode: SinkMode.Append));
        Assert.Equal("R5016", append.Failure!.Code);
        var replace = await RunAsync(project, Scenarios.Copy());

        Assert.Equal(ExitCodes.Ok, replace.ExitCode);
        Assert.Single(project.Glob("out/silver"));
    }

    [Theory]
    [InlineData("out/silver", SinkMode.Replace)]
    [InlineData("out/silver", SinkMode.Append)]
    [InlineData("out", SinkMode.Replace)]
    public async Task A_dataset_below_a_sink_is_not_taken_for_parts_whose_manifest_is_lost(string above, SinkMode mode)
    {
        await using var project = new TestProject();
        await RunAsync(project, Scenarios.Copy(to: "out/silver/trades"));
        var result = await RunAsync(project, Scenarios.Copy(to: above, mode: mode, letters: null));

        Assert.Equal(("R5016", ExitCodes.BadInput), (result.Failure!.Code, result.ExitCode));
        Assert.Contains("holds another dataset", result.Failure.Message, StringComparison.Ordinal);
        Assert.Equal(4, project.Read("out/silver/trades").Count);
    }

    [Theory]
    [InlineData("out/silver/trades")]
    [InlineData("out/silver/below/trades.csv")]
    public async Task A_sink_in_another_dataset_is_refused(string inner)
    {
        await using var project = new TestProject();
        await RunAsync(project, Scenarios.Copy());
        var result = await RunAsync(project, Scenarios.Copy(to: inner, letters: null));

        Assert.Equal("R5016", result.Failure!.Code);
        Assert.Contains("out/silver/_manifest.json", result.Failure.Message, StringComparison.Ordinal);
        Assert.Equal(4, project.Read("out/silver").Count);
    }

    [Theory]
    [InlineData("out/silver", "out/silver")]
    [InlineData("out/silver.csv", "out/silver.csv/part.csv")]
    [InlineData("out/below/silver", "out/below")]
    [InlineData("out/below/silver.csv", "out/below")]
    public async Task A_file_where_a_directory_belongs_and_the_other_way_round_is_refused(string sink, string existing)
    {
        await using var project = new TestProject();
        project.Write(existing, "something");
        var result = await RunAsync(project, Scenarios.Copy(to: sink));

        Assert.Equal("R5016", result.Failure!.Code);
        Assert.Equal("something", await File.ReadAllTextAsync(project.PathOf(existing), TestProject.Cancellation));
    }

    [Fact]
    public async Task One_dataset_twice_in_a_scenario_is_refused()
    {
        await using var project = new TestProject();
        var plan = Scenarios.Copy();
        var result = await RunAsync(project, plan with { Sinks = [plan.Sinks[0], plan.Sinks[0] with { Id = 1 }] });

        Assert.Equal("R5016", result.Failure!.Code);
        Assert.Contains("twice", result.Failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(".runink/out")]
    [InlineData("../outside")]
    public async Task Sinks_where_the_project_may_not_write_are_refused(string sink)
    {
        await using var project = new TestProject();
        var result = await RunAsync(project, Scenarios.Copy(to: sink));

        Assert.Equal("R5005", result.Failure!.Code);
        Assert.Equal(ExitCodes.BadInput, result.ExitCode);
    }

    private static Task<RunResult> RunAsync(TestProject project, ScenarioPlan plan) => project.RunHereAsync(plan);
}
