using System.IO.Pipelines;
using Runink.Execution.Sql;
using Runink.Pipelines.Diagnostics;
using Runink.Pipelines.Planning;
using Runink.Pipelines.Slices;
using Runink.Pipelines.Types;

namespace Runink.Execution.Tests.Stages;

/// <summary>A slice that waits for another assignment when it is done with one.</summary>
public sealed class StayingSliceTests : IDisposable
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(30);
    private static readonly Column[] s_columns = [new("id", ColumnType.Int64)];
    private readonly StageHarness _first = new();
    private readonly StageHarness _second = new();

    [Fact]
    public void It_says_that_it_is_ready_does_its_work_and_is_ready_again()
    {
        var outcome = StageHarness.Run(
            Assignment(_first, "id\n1\n2\n") with { Stay = true }, Assignment(_second, "id\n3\n") with { Run = "R2", Stay = true });
        Assert.Equal(ExitCodes.Ok, outcome.ExitCode);
        Assert.Equal(
            [typeof(SliceReady), typeof(SliceStarted), typeof(SliceFinished), typeof(SliceReady), typeof(SliceStarted), typeof(SliceFinished), typeof(SliceReady)],
            outcome.Events.Where(said => said is not SliceProgress).Select(said => said.GetType()));
        Assert.Equal([2L, 1L], outcome.Events.OfType<SliceFinished>().Select(finished => finished.RecordsRead));
        Assert.All(outcome.Events.OfType<SliceReady>(), ready => Assert.True(ready.ResidentBytes > 0));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Flows_of_the_first_are_not_there_for_the_second(bool isEngineKept)
    {
        EquatableList<string>? walls = isEngineKept ? [Path.GetTempPath()] : null;
        _first.Write("data/t.csv", "id\n1\n");
        var first = new PlanBuilder();
        var source = first.Source("t", "csv://data/t.csv", s_columns);
        var theirs = first.Filter(first.Filter(first.Filter(source, "true"), "true"), "true");
        var plan = first.Sink(theirs, "parquet://out/t").Check(CheckKind.RowCount, theirs, minimum: 1).Letters().Build();
        _second.Write("data/t.csv", "id\n3\n");
        // No flow of its own has this name, and it ends well only if the one of the first is still there.
        var second = new PlanBuilder();
        var spying = second.Sql("spying", $"SELECT * FROM {StageSql.Relation(theirs)}", s_columns, singlePass: true, second.Source("t", "csv://data/t.csv", s_columns));
        var outcome = StageHarness.Run(
            _first.AssignmentOf(plan) with { Stay = true, Walls = walls },
            _second.AssignmentOf(second.Sink(second.Filter(spying, "true"), "parquet://out/t").Letters().Build()) with { SpillDirectory = _first.SpillDirectory, Walls = walls });
        Assert.Single(outcome.Events.OfType<SliceFinished>());
        Assert.Equal("R5310", outcome.Failed.Code);
    }

    [Fact]
    public void Works_of_different_shapes_and_keys_do_not_mix_in_one_engine()
    {
        using var third = new StageHarness();
        using var fourth = new StageHarness();
        using var alone = new StageHarness();
        var otherKey = Convert.ToBase64String(new byte[32]);
        SliceAssignment[] works =
        [
            Assignment(_first, "id\n1\nx\n2\n"), Masked(_second), Assignment(third, "id\n1\nx\n2\n"), Masked(fourth) with { MaskingKey = otherKey },
        ];
        var outcome = StageHarness.Run([.. works.Select(work => work with { Stay = true, Walls = [Path.GetTempPath()], SpillDirectory = _first.SpillDirectory })]);
        Assert.Equal([(3L, 1L), (2L, 1L), (3L, 1L), (2L, 1L)], outcome.Events.OfType<SliceFinished>().Select(done => (done.RecordsRead, done.RecordsFailed)));
        Assert.NotEqual(Names(_second), Names(fourth));
        StageHarness.Run(Masked(alone) with { MaskingKey = otherKey });
        Assert.Equal(Names(alone), Names(fourth));

        static IReadOnlyList<string> Names(StageHarness stage) => stage.Query("SELECT name FROM read_csv('{0}/*.csv')");
    }

    [Fact]
    public void One_that_is_not_told_to_stay_ends()
    {
        var outcome = StageHarness.Run(Assignment(_first, "id\n1\n"), Assignment(_second, "id\n3\n"));
        Assert.Single(outcome.Events.OfType<SliceFinished>());
    }

    [Fact]
    public void A_failure_ends_it()
    {
        var outcome = StageHarness.Run(Assignment(_first, "id\n") with { Stay = true }, Assignment(_second, "id\n3\n"));
        Assert.Equal("R5303", outcome.Failed.Code);
        Assert.Empty(outcome.Events.OfType<SliceFinished>());
    }

    [Fact]
    public void Files_are_found_where_the_assignment_says_and_called_as_the_plan_does()
    {
        var assignment = Assignment(_first, "");
        var elsewhere = _second.Write("elsewhere/in.csv", "id\n");
        var outcome = StageHarness.Run(assignment with
        {
            OutsideRoot = _second.Root,
            Inputs = [assignment.Inputs[0] with { Path = "/elsewhere/in.csv", Size = 3, ModifiedUtc = new DateTimeOffset(File.GetLastWriteTimeUtc(elsewhere)) }],
        });
        Assert.EndsWith("holds no records: /elsewhere/in.csv", outcome.Failed.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_lifeline_that_closes_between_two_assignments_is_a_good_end()
    {
        var (input, abandoned) = (new Pipe(), false);
        using var output = new MemoryStream();
        await input.Writer.WriteAsync(Line(Assignment(_first, "id\n1\n") with { Stay = true }), TestContext.Current.CancellationToken);
        var slice = Task.Run(() => SliceHost.Run(input.Reader.AsStream(), output, () => abandoned = true, CancellationToken.None), TestContext.Current.CancellationToken);
        SpinWait.SpinUntil(() => SaidReadyTwice(output), s_patience);
        await input.Writer.CompleteAsync();
        Assert.Equal(ExitCodes.Ok, await slice.WaitAsync(s_patience, TestContext.Current.CancellationToken));
        Assert.False(abandoned);
    }

    public void Dispose()
    {
        _first.Dispose();
        _second.Dispose();
    }

    private static bool SaidReadyTwice(MemoryStream output) =>
        System.Text.Encoding.UTF8.GetString(output.ToArray()).Split("\"ready\"").Length > 2;

    private static byte[] Line(SliceAssignment assignment) => System.Text.Encoding.UTF8.GetBytes(PlanJson.Write(assignment) + "\n");

    private static SliceAssignment Masked(StageHarness stage)
    {
        stage.Write("data/t.csv", "id,name,price\n1,a,2.5\ny,b,z\n");
        var plan = new PlanBuilder();
        var wide = plan.Source("t", "csv://data/t.csv", [new("id", ColumnType.Int64), new("name", ColumnType.Text), new("price", ColumnType.Float64)]);
        return stage.AssignmentOf(plan.Sink(plan.Mask(wide, new FieldMask("name", MaskMethod.Hash)), "csv://out/t").Letters().Build());
    }

    private static SliceAssignment Assignment(StageHarness stage, string csv)
    {
        stage.Write("data/t.csv", csv);
        var plan = new PlanBuilder();
        var source = plan.Source("t", "csv://data/t.csv", s_columns);
        return stage.AssignmentOf(plan.Sink(source, "parquet://out/t").Letters().Build());
    }
}
