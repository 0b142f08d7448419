using Runink.Pipelines.Planning;

namespace Runink.Pipelines.Tests.Planning;

/// <summary>Filters, joins, unions, deduplication: the steps between sources and sinks.</summary>
public sealed class FlowStepTests : IDisposable
{
    private const string Given = """
        Given a table "orders" from "csv://data/orders.csv"
          | option  | value                                        |
          | columns | id int64, customer int64, total decimal(18,2) |
        And a table "customers" from "csv://data/customers.csv"
          | option  | value                          |
          | columns | customer int32, segment text   |
        And a table "returns" from "csv://data/returns.csv"
          | option  | value                                        |
          | columns | customer int64, id int64, total decimal(18,2) |
        """;

    private const string Then = """
        Then {flow} goes to "parquet://out/all"
        But records that fail go to the dead-letter queue "jsonl://out/dlq"
        """;

    private readonly PlannedFeature _feature = new();

    public void Dispose() => _feature.Dispose();

    [Theory]
    [InlineData("orders and customers are joined on \"customer\" as x", JoinKind.Inner, "0,1", "id customer total segment")]
    [InlineData("orders and customers are joined on \"customer\" keeping all orders as x", JoinKind.Left, "0,1", "id customer total segment")]
    [InlineData("orders and customers are joined on \"customer\" keeping all customers as x", JoinKind.Left, "1,0", "customer segment id total")]
    [InlineData("orders with a match in returns on \"customer, id\" are kept as x", JoinKind.Semi, "0,2", "id customer total")]
    [InlineData("orders without a match in customers on \"Customer\" are kept as x", JoinKind.Anti, "0,1", "id customer total")]
    public void A_join_pairs_two_flows(string step, JoinKind kind, string inputs, string columns)
    {
        var join = Assert.IsType<JoinNode>(Plan(step).Nodes[3]);
        Assert.Equal(kind, join.Join);
        Assert.Equal(inputs, string.Join(',', join.Inputs));
        Assert.Equal(columns, string.Join(' ', join.Columns.Select(column => column.Name)));
        Assert.Equal("customer", join.Keys[0]);
    }

    [Fact]
    public void A_union_matches_columns_by_name()
    {
        var union = Assert.IsType<UnionNode>(Plan("orders and returns are unioned as x").Nodes[3]);
        Assert.Equal([0, 2], union.Inputs);
        Assert.Equal("id customer total", string.Join(' ', union.Columns.Select(column => column.Name)));
    }

    [Theory]
    [InlineData("orders are deduplicated on \"id, customer\" as x", "x")]
    [InlineData("orders are deduplicated on \"id\"", "orders")]
    public void Deduplication_keeps_the_columns(string step, string flow)
    {
        var node = Assert.IsType<DeduplicateNode>(Plan(step, flow).Nodes[3]);
        Assert.Equal((flow, "id"), (node.Flow, node.Keys[0]));
    }

    [Theory]
    [InlineData("orders are deduplicated on \"{{param.key}}\" as x")]
    [InlineData("orders with a match in returns on \"id, {{param.key}}\" are kept as x")]
    [InlineData("the fields of orders are masked as x\n  | field | method |\n  | {{param.key}} | null |")]
    public void Columns_may_be_given_by_parameters(string step)
    {
        _feature.Parameters["key"] = "customer";
        Assert.Equal("x", Plan(step).Nodes[3].Flow);
    }

    [Theory]
    [InlineData("orders are filtered where \"total > 10 AND id IS NOT NULL\" as x", "x")]
    [InlineData("orders are filtered where \"total > 10 AND id IS NOT NULL\"", "orders")]
    public void A_filter_keeps_the_columns(string step, string flow)
    {
        var node = Assert.IsType<FilterNode>(Plan(step, flow).Nodes[3]);
        Assert.Equal((flow, "total > 10 AND id IS NOT NULL", 3), (node.Flow, node.Condition, node.Columns.Count));
    }

    [Theory]
    [InlineData("orders and customers are joined on \"segment\" as x", "R3006", "orders has no column \"segment\"")]
    [InlineData("orders and customers are joined on \"customr\" as x", "R3006", "has no column \"customr\"")]
    [InlineData("orders and customers are joined on \"customer\" keeping all returns as x", "R3003", "not one of the joined flows")]
    [InlineData("orders and customers are joined on \"customer\" keeping all of both as x", "R3013", "is int64 in orders and int32 in customers")]
    [InlineData("orders and returns are joined on \"customer\" as x", "R3014", "both have \"id\", \"total\"")]
    [InlineData("orders and orders are joined on \"customer\" as x", "R3014", "itself")]
    [InlineData("orders and customers are joined on \"customer\" as returns", "R3004", "already made at line 10")]
    [InlineData("orders and custmers are joined on \"customer\" as x", "R3003", "no step above makes a flow \"custmers\"")]
    [InlineData("orders and customers are unioned as x", "R3013", "customers lacks \"id\"")]
    [InlineData("orders and orders are unioned as x", "R3003", "two or more different flows")]
    [InlineData("orders are deduplicated on \"idd\" as x", "R3006", "no column \"idd\"")]
    [InlineData("orders are deduplicated on \"id, ID\" as x", "R3008", "named twice")]
    [InlineData("orders are filtered where \"idd > 1\" as x", "R4009", "idd")]
    [InlineData("orders are filtered where \"id\" as x", "R4011", "int64")]
    public void What_does_not_fit_is_explained(string step, string code, string message)
    {
        var errors = _feature.Plan(PlannedFeature.Scenario($"{Given}\nWhen {step}\n{Then.Replace("{flow}", "x", StringComparison.Ordinal)}"))
            .Diagnostics.Where(found => found.IsError).ToList();
        Assert.Equal(code, errors[0].Definition.Code);
        Assert.Contains(message, errors[0].Message, StringComparison.Ordinal);
        Assert.Equal(13, errors[0].At!.Line);
    }

    [Fact]
    public void A_flow_that_leads_nowhere_is_a_warning()
    {
        var warnings = _feature.Plan(PlannedFeature.Scenario($"{Given}\n{Then.Replace("{flow}", "orders", StringComparison.Ordinal)}")).Diagnostics;
        Assert.Equal(["R3005", "R3005"], warnings.Select(found => found.Definition.Code));
        Assert.All(warnings, found => Assert.False(found.IsError));
    }

    [Fact]
    public void An_input_that_sql_never_reads_is_a_warning()
    {
        var result = _feature.Plan(PlannedFeature.Scenario($""""
            {Given}
            When x is calculated by SQL from orders and returns
              """
              SELECT * FROM orders
              """
            {Then.Replace("{flow}", "x", StringComparison.Ordinal)}
            """"));
        Assert.Contains(result.Diagnostics, found => found.Definition.Code == "R4013" && found.Message.Contains("returns", StringComparison.Ordinal));
        Assert.False(result.HasErrors);
    }

    [Fact]
    public void Sql_may_change_its_input_in_place_and_parameters_are_judged_too()
    {
        const string Steps = $$$""""
            {{{Given}}}
            When orders are calculated by SQL from orders
              """sql
              SELECT * FROM orders WHERE id > {{param.least}}
              """
            """";
        var then = Then.Replace("{flow}", "orders", StringComparison.Ordinal);
        _feature.Parameters["least"] = "5";
        var sql = Assert.IsType<SqlNode>(_feature.PlanSteps($"{Steps}\n{then}").Nodes[3]);
        Assert.EndsWith("id > 5", sql.Sql, StringComparison.Ordinal);
        _feature.Parameters["least"] = "(SELECT max(size) FROM read_blob('/etc/passwd'))";
        Assert.Equal("R4004", _feature.RefuseSteps($"{Steps}\n{then}").Definition.Code);
    }

    private ScenarioPlan Plan(string step, string flow = "x") =>
        _feature.PlanSteps($"{Given}\nWhen {step}\n{Then.Replace("{flow}", flow, StringComparison.Ordinal)}");
}
