using Runink.Pipelines.Planning;
using Runink.Pipelines.Types;

namespace Runink.Execution.Tests.Stages;

/// <summary>Which record of a key a deduplication keeps, after steps that keep the order of records and after those that have none.</summary>
public sealed class PositionTests : IDisposable
{
    private static readonly Column[] Trade = [new("id", ColumnType.Int64), new("account", ColumnType.Text), new("price", ColumnType.Int64)];

    private readonly StageHarness _stage = new();

    public PositionTests() => _stage.Write("data/t.csv", "id,account,price\n9,A,5\n2,A,7\n2,A,6\n4,B,1\n");

    public void Dispose() => _stage.Dispose();

    [Fact]
    public void A_second_deduplication_keeps_the_first_record_in_source_order_too()
    {
        var plan = Trades(out var trades);
        Assert.Equal(["4|B|1", "9|A|5"], Written(plan, plan.Deduplicate(plan.Deduplicate(trades, "id"), "account")));
    }

    [Fact]
    public void The_order_comes_through_filters_and_masks_and_an_earlier_deduplication()
    {
        var plan = Trades(out var trades);
        var distinct = plan.Deduplicate(plan.Filter(trades, "price > 1"), "id");
        var masked = plan.Mask(distinct, new FieldMask("price", MaskMethod.Null));
        Assert.Equal(["9|A|null"], Written(plan, plan.Deduplicate(masked, "account")));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Behind_SQL_the_values_say_which_record_is_first_whatever_stands_between(bool masks)
    {
        var plan = Trades(out var trades);
        var sql = plan.Sql("some", "SELECT * FROM trades", Trade, singlePass: true, trades);
        var between = masks ? plan.Mask(sql, new FieldMask("account", MaskMethod.Redact)) : plan.Filter(sql, "price > 5");
        string[] expected = masks ? ["2|REDACTED|6", "4|REDACTED|1", "9|REDACTED|5"] : ["2|A|6"];
        Assert.Equal(expected, Written(plan, plan.Deduplicate(between, "id")));
    }

    [Fact]
    public void Behind_a_join_and_a_union_a_filtered_flow_can_be_deduplicated()
    {
        var plan = Trades(out var trades);
        var others = plan.Source("others", "csv://data/t.csv", Trade);
        var joined = plan.Join(JoinKind.Semi, plan.Union(trades, others), others, "id", Trade);
        Assert.Equal(["2|A|6", "9|A|5"], Written(plan, plan.Deduplicate(plan.Filter(joined, "price > 1"), "id")));
    }

    private static PlanBuilder Trades(out int trades)
    {
        var plan = new PlanBuilder();
        trades = plan.Source("trades", "csv://data/t.csv", Trade);
        return plan;
    }

    private IReadOnlyList<string> Written(PlanBuilder plan, int flow)
    {
        _ = _stage.Run(plan.Sink(flow, "parquet://out/t").Letters().Build()).Finished;
        return _stage.Query("SELECT * FROM read_parquet('{0}/*.parquet') ORDER BY ALL");
    }
}
