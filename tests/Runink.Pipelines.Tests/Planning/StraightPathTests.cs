using Runink.Pipelines.Planning;

namespace Runink.Pipelines.Tests.Planning;

public sealed class StraightPathTests : IDisposable
{
    private const string Source = """
        Given a table "trades" from "csv://data/trades.csv"
          | option  | value                                       |
          | columns | id int64, price decimal(18,2), region text  |
        """;

    private const string Letters = "But records that fail go to the dead-letter queue \"jsonl://out/dlq\"";

    private readonly PlannedFeature _feature = new();

    public void Dispose() => _feature.Dispose();

    [Fact]
    public void A_source_with_columns_flows_through_sql_to_a_sink()
    {
        var plan = _feature.PlanSteps($""""
            {Source}
            When notional is calculated by SQL from trades
              """sql
              SELECT *, price * 2 AS twice FROM trades WHERE id > 0
              """
            Then records of notional that pass go to "parquet://out/silver" partitioned by "region"
            {Letters}
            And at least 95% of records must pass
            """");
        Assert.Equal(["trades", "notional"], plan.Nodes.Select(node => node.Flow));
        Assert.Equal("id int64, price decimal(18,2), region text, twice decimal(18,2)", Columns(plan.Nodes[1]));
        var sql = Assert.IsType<SqlNode>(plan.Nodes[1]);
        Assert.True(sql.SinglePass);
        Assert.Equal([0], sql.Inputs);
        var sink = Assert.Single(plan.Sinks);
        Assert.Equal(("parquet://out/silver", "region"), (sink.Dataset.Identity, Assert.Single(sink.PartitionBy)));
        Assert.Equal("jsonl://out/dlq", plan.DeadLetters!.Dataset.Identity);
        Assert.Equal(95, Assert.Single(plan.Checks).Minimum);
        Assert.Equal(64, plan.Hash.Length);
    }

    [Fact]
    public void A_plan_survives_its_json()
    {
        var plan = _feature.PlanSteps($"{Source}\nThen trades go to \"csv://out/all.csv\"\n{Letters}");
        Assert.Equal(plan, PlanJson.Read<ScenarioPlan>(PlanJson.Write(plan)));
    }

    private static string Columns(PlanNode node) => string.Join(", ", node.Columns.Select(column => $"{column.Name} {column.Type}"));
}
