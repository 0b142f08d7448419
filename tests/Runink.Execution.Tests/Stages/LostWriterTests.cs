using Runink.Pipelines.Planning;
using Runink.Pipelines.Slices;
using Runink.Pipelines.Types;

namespace Runink.Execution.Tests.Stages;

/// <summary>Flows between slices of ours that come to no good end; a file stands for the pipe.</summary>
public sealed class LostWriterTests : IDisposable
{
    private const string Orders = "csv://data/o.csv";
    private static readonly Column Id = new("id", ColumnType.Int64);
    private readonly StageHarness _stage = new();

    public LostWriterTests() => _stage.Write("data/o.csv", "id\n1\n");

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public void A_slice_that_loses_the_writer_of_its_flow_waits_for_the_blame_of_that(int messages)
    {
        var plan = new PlanBuilder();
        var orders = plan.Source("orders", Orders, [Id]);
        var kept = plan.Filter(orders, "id >= 0");
        var failed = Read(plan.Sink(kept, "parquet://out/kept").Build(), kept, Pipe(orders, Begun(messages)));
        Assert.Equal(("R5314", true, false), (failed.Code, failed.LostPeer, failed.Retryable));
        Assert.Equal("the process that writes \"orders\" is gone", failed.Message);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public void So_does_one_that_stores_several_flows_side_by_side(int messages)
    {
        var plan = new PlanBuilder();
        var (sound, lost) = (plan.Source("orders", Orders, [Id]), plan.Source("returns", Orders, [Id]));
        var all = plan.Union(sound, lost);
        var failed = Read(plan.Sink(all, "parquet://out/all").Build(), all, Pipe(sound, Rows()), Pipe(lost, Begun(messages)));
        Assert.Equal(("R5314", true), (failed.Code, failed.LostPeer));
        Assert.Equal("the process that writes \"returns\" is gone", failed.Message);
    }

    [Fact]
    public void A_value_that_Arrow_cannot_hold_is_no_bug_and_is_not_told()
    {
        var plan = new PlanBuilder();
        var orders = plan.Source("orders", Orders, [Id]);
        // The type of a column that goes into an edge is the engine's.
        var spans = plan.Sql("spans", "SELECT INTERVAL 3000000 HOUR AS span FROM orders", [new("span", ColumnType.Text)], singlePass: true, orders);
        var built = plan.Sink(plan.Filter(spans, "true"), "parquet://out/spans").Letters().Build();
        var output = Pipe(spans, []);
        var failed = _stage.Run(built, new SliceShare { Index = 0, Nodes = [orders, spans], Inputs = [], Outputs = [output] }).Failed;
        Assert.Equal(("R5310", false), (failed.Code, failed.LostPeer));
        Assert.Contains("the column \"span\" holds an interval", failed.Message, StringComparison.Ordinal);
    }

    public void Dispose() => _stage.Dispose();

    private SliceFailed Read(ScenarioPlan plan, int node, params EdgeEnd[] inputs) =>
        _stage.Run(plan, new SliceShare { Index = 1, Nodes = [node], Inputs = [.. inputs], Outputs = [] }).Failed;

    private EdgeEnd Pipe(int node, byte[] content) => new(node, _stage.Write($"pipe-{node}", content), RecordFormat.Arrow);

    private static byte[] Rows() => ArrowRows.Of("SELECT i AS id FROM range(3) t(i)");

    // Nothing, the schema, or all but the mark of the end.
    private static byte[] Begun(int messages)
    {
        const int head = 8;
        const int mark = 8;
        var whole = Rows();
        return messages switch
        {
            0 => [],
            1 => whole[..(head + BitConverter.ToInt32(whole, head / 2))],
            _ => whole[..^mark],
        };
    }
}
