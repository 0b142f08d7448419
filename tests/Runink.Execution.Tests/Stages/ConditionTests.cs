using Runink.Pipelines.Types;

namespace Runink.Execution.Tests.Stages;

/// <summary>Conditions that name the flow of their column, as one must for a column that is called like a value of SQL.</summary>
public sealed class ConditionTests : IDisposable
{
    private static readonly Column[] Trade = [new("price", ColumnType.Int64), new("user", ColumnType.Text)];

    private readonly StageHarness _stage = new();

    public ConditionTests() => _stage.Write("data/t.csv", "price,user\n1,ann\n2,bob\n3,ann\n");

    public void Dispose() => _stage.Dispose();

    [Fact]
    public void A_filter_may_name_its_flow()
    {
        var plan = new PlanBuilder();
        var some = plan.Filter(plan.Filter(plan.Source("trades", "csv://data/t.csv", Trade), "trades.user = 'ann'"), "trades.price > 1");
        _ = _stage.Run(plan.Sink(some, "parquet://out/t").Letters().Build()).Finished;
        Assert.Equal(["3|ann"], _stage.Query("SELECT * FROM read_parquet('{0}/*.parquet')"));
    }

    [Theory]
    [InlineData("parquet", "read_parquet('{0}/*.parquet')")]
    [InlineData("jsonl", "read_json('{0}/*.jsonl')")]
    public void A_sink_may_name_its_flow(string format, string reader)
    {
        var plan = new PlanBuilder();
        var trades = plan.Source("trades", "csv://data/t.csv", Trade);
        plan.Sink(trades, $"{format}://out/t", sink => sink with { Condition = "trades.user = 'ann' AND trades.price > 1" }).Letters();
        _ = _stage.Run(plan.Build()).Finished;
        Assert.Equal(["3|ann"], _stage.Query($"SELECT price, \"user\" FROM {reader}"));
    }
}
