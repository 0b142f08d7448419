using Runink.Pipelines.Planning;
using Runink.Pipelines.Planning.Slicing;

namespace Runink.Pipelines.Tests.Planning.Slicing;

/// <summary>How a stage is cut into processes.</summary>
public sealed class StageSlicesTests : IDisposable
{
    private const string Tables = """
        Given a table "orders" from "csv://data/orders.csv"
          | option  | value               |
          | columns | id int64, shop int64 |
        And a table "shops" from "csv://data/shops.csv"
          | option  | value               |
          | columns | shop int64, name text |
        """;

    private const string Columns = "\n  | column | type |\n  | id | int64 |\n  | shop | int64 |\n";
    private const string Letters = "\nBut records that fail go to the dead-letter queue \"jsonl://out/dlq\"";

    private readonly PlannedFeature _feature = new();

    public StageSlicesTests() => _feature.Write("p.sh", "#!/bin/sh\ncat\n");

    public void Dispose() => _feature.Dispose();

    [Fact]
    public void Steps_without_a_reason_to_be_apart_are_one_process()
    {
        var slices = Cut("When orders are filtered where \"id > 1\"\nAnd orders and shops are joined on \"shop\" as x\nThen x goes to \"csv://out/x\"");
        var only = Assert.Single(slices.Slices);
        Assert.Equal((SliceKind.Engine, null), (only.Kind, only.Why));
        Assert.Equal([0, 1, 2, 3], only.Nodes);
        Assert.Empty(slices.Edges);
    }

    [Fact]
    public void A_program_stands_between_what_feeds_it_and_what_reads_it()
    {
        var slices = Cut($"When orders are filtered where \"id > 1\"\nAnd orders are transformed by the program \"p.sh\" as x{Columns}Then x goes to \"csv://out/x\"\nAnd shops goes to \"csv://out/s\"");
        Assert.Equal("engine 0,1,2 | program 3 | engine 3", Text(slices));
        Assert.Equal(
            [new SliceEdge(2, 0, 1, RecordFormat.JsonLines), new SliceEdge(3, 1, 2, RecordFormat.JsonLines)], slices.Edges);
    }

    [Fact]
    public void A_table_that_is_needed_behind_a_program_only_is_read_there()
    {
        var slices = Cut($"When orders are transformed by the program \"p.sh\" as x{Columns}And x and shops are joined on \"shop\" as y\nThen y goes to \"csv://out/y\"");
        Assert.Equal("engine 0 | program 2 | engine 1,2,3", Text(slices));
    }

    [Fact]
    public void A_flow_that_is_needed_on_both_sides_of_a_program_crosses_beside_it()
    {
        var slices = Cut($"When orders are transformed by the program \"p.sh\" as x{Columns}And orders with a match in x on \"id\" are kept as y\nThen y goes to \"csv://out/y\"");
        Assert.Equal("engine 0 | program 2 | engine 2,3", Text(slices, without: 1));
        Assert.Contains(new SliceEdge(0, 0, 2, RecordFormat.Arrow), slices.Edges);
    }

    [Fact]
    public void Between_two_programs_stands_a_process_that_judges_what_the_first_returned()
    {
        var slices = Cut($"When orders are transformed by the program \"p.sh\" as x{Columns}And x are transformed by the program \"p.sh\" as y{Columns}Then y goes to \"csv://out/y\"");
        Assert.Equal("engine 0 | program 2 | engine 2 | program 3 | engine 3", Text(slices, without: 1));
    }

    [Fact]
    public void Programs_that_do_not_wait_for_each_other_run_side_by_side()
    {
        var slices = Cut($"When orders are transformed by the program \"p.sh\" as x{Columns}And orders are transformed by the program \"p.sh\" as y{Columns}And x and y are unioned as z\nThen z goes to \"csv://out/z\"");
        Assert.Equal("engine 0 | program 2 | program 3 | engine 2,3,4", Text(slices, without: 1));
        Assert.Equal(4, slices.Edges.Count);
    }

    [Theory]
    [InlineData("@isolate", SliceIsolation.Steps)]
    [InlineData("@isolate:strict", SliceIsolation.Strict)]
    public void An_isolated_scenario_has_a_process_for_each_step(string tag, SliceIsolation isolation)
    {
        var plan = Plan("When orders are filtered where \"id > 1\"\nAnd orders and shops are joined on \"shop\" as x\nThen x goes to \"csv://out/x\"", tag);
        Assert.Equal(isolation, plan.Resources.Isolation);
        var slices = StageSlices.Cut(plan);
        Assert.Equal("engine 0 | engine 1 | engine 2 | engine 3", Text(slices));
        Assert.Equal([(0, 0, 2), (2, 2, 3), (1, 1, 3)], slices.Edges.OrderBy(edge => edge.To).ThenByDescending(edge => edge.Node).Select(edge => (edge.Node, edge.From, edge.To)));
        Assert.All(slices.Edges, edge => Assert.Equal(RecordFormat.Arrow, edge.Format));
    }

    [Fact]
    public void A_validation_stays_with_its_source()
    {
        var plan = Plan("""
            Given the contract "contracts/trade.odcs.yaml"
            And a table "trade" from "csv://data/trades.csv" as trades
            When each record of trades is validated against the contract
            And trades are filtered where "price > 0"
            Then trades goes to "csv://out/t"
              | option      | value      |
              | cleared for | restricted |
            But records that fail go to the dead-letter queue "jsonl://out/dlq"
              | option      | value      |
              | cleared for | restricted |
            """, "@isolate", "");
        Assert.Equal("engine 0,1 | engine 2", Text(StageSlices.Cut(plan)));
    }

    private StageSlices Cut(string steps) => StageSlices.Cut(Plan(steps));

    private ScenarioPlan Plan(string steps, string? tag = null, string? given = null)
    {
        var scenario = PlannedFeature.Scenario(given is null ? $"{Tables}\n{steps}{Letters}" : steps);
        var result = _feature.Plan(tag is null ? scenario : scenario.Replace("  Scenario:", $"  {tag}\n  Scenario:", StringComparison.Ordinal));
        Assert.True(!result.HasErrors, string.Join('\n', result.Diagnostics.Select(found => $"{found.At} {found.Message}")));
        return Assert.Single(result.Scenarios);
    }

    // Tables that a test does not use are a slice's affair that says nothing.
    private static string Text(StageSlices slices, int? without = null) => string.Join(" | ", slices.Slices.Select(slice =>
        $"{slice.Kind.ToString().ToLowerInvariant()} {string.Join(',', slice.Nodes.Where(node => node != without))}"));
}
