using Runink.Pipelines.Planning;

namespace Runink.Pipelines.Tests.Planning;

/// <summary>Sinks, dead-letter queues and checks.</summary>
public sealed class SinkStepTests : IDisposable
{
    private const string Given = """
        Given a table "trades" from "csv://data/in/*.csv"
          | option  | value                            |
          | columns | id int64, region text, day date  |
        """;

    private const string Letters = "But records that fail go to the dead-letter queue \"jsonl://out/dlq\"";

    private readonly PlannedFeature _feature = new();

    public void Dispose() => _feature.Dispose();

    [Fact]
    public void A_sink_has_a_mode_a_condition_partitions_and_a_dialect()
    {
        var plan = _feature.PlanSteps($$$"""
            {{{Given}}}
            Then records of trades where "id > 10" go to "csv://out/large"
              | option         | value  |
              | mode           | append |
              | partitioned by | Region |
              | delimiter      | ;      |
              | header         | no     |
            And trades replace the partition "day={{run.day}}" of "parquet://out/daily"
            And records of trades that pass are appended to "jsonl://out/log"
            {{{Letters}}}
            """);
        Assert.Equal((SinkMode.Append, "id > 10", "region", ';', false), (plan.Sinks[0].Mode, plan.Sinks[0].Condition, plan.Sinks[0].PartitionBy[0], plan.Sinks[0].Delimiter, plan.Sinks[0].Header));
        Assert.Equal((SinkMode.ReplacePartition, "day", "2026-05-01"), (plan.Sinks[1].Mode, plan.Sinks[1].PartitionBy[0], plan.Sinks[1].Partition));
        Assert.Equal((SinkMode.Append, 2), (plan.Sinks[2].Mode, plan.Sinks[2].Id));
    }

    [Theory]
    [InlineData("trades go to \"json://out/x\"", "R3001", "no format to write")]
    [InlineData("trades go to \"parquet://out/*\"", "R3002", "wildcard")]
    [InlineData("trades go to \"parquet://../x\"", "R3002", "outside of the project")]
    [InlineData("trades go to \"parquet://.runink/x\"", "R3002", "keeps for itself")]
    [InlineData("trades go to \"parquet://.\"", "R3002", "project itself")]
    [InlineData("trads go to \"parquet://out/x\"", "R3003", "\"trads\"")]
    [InlineData("trades go to \"parquet://out/x\" partitioned by \"regoin\"", "R3006", "\"regoin\"")]
    [InlineData("trades go to \"parquet://out/x\" partitioned by \"id, region, day\"", "R3018", "all columns")]
    [InlineData("trades go to \"csv://out/x.csv\" partitioned by \"region\"", "R3018", "one file")]
    [InlineData("trades replace the partition \"today\" of \"parquet://out/x\"", "R3018", "not a partition")]
    [InlineData("trades replace the partition \"day=a/b\" of \"parquet://out/x\"", "R3018", "not a partition")]
    [InlineData("records of trades where \"count(*) > 1\" go to \"parquet://out/x\"", "R4011", "many records")]
    [InlineData("trades go to \"parquet://out/x\"\n  | option | value |\n  | mod | append |", "R3007", "no option \"mod\"")]
    [InlineData("trades go to \"parquet://out/x\"\n  | option | value |\n  | mode | merge |", "R3008", "cannot be \"merge\"")]
    [InlineData("trades go to \"parquet://out/x\"\n  | option | value |\n  | header | no |", "R3007", "neither delimiter nor header")]
    [InlineData("trades go to \"parquet://out/x\"\n  | option | value |\n  | cleared for | secret |", "R3008", "cannot be \"secret\"")]
    [InlineData("trades go to \"parquet://out/x\"\n  | options | value |\n  | mode | append |", "R3007", "first row")]
    [InlineData("trades are appended to \"parquet://out/x\"\n  | option | value |\n  | mode | replace |", "R3008", "the step says append")]
    [InlineData("trades go to \"parquet://out/x\" partitioned by \"day\"\n  | option | value |\n  | partitioned by | region |", "R3018", "by its option")]
    [InlineData("trades go to \"parquet://out/dlq\"", "R3017", "in each other's way")]
    [InlineData("trades go to \"parquet://out\"", "R3017", "in each other's way")]
    [InlineData("trades go to \"csv://data/in/new.csv\"", "R3017", "which this scenario reads")]
    [InlineData("trades go to \"csv://data\"", "R3017", "which this scenario reads")]
    public void A_sink_that_does_not_fit_is_refused(string step, string code, string message)
    {
        var errors = _feature.Plan(PlannedFeature.Scenario($"{Given}\nThen {step}\n{Letters}")).Diagnostics.Where(found => found.IsError).ToList();
        Assert.NotEmpty(errors);
        Assert.All(errors, found => Assert.Equal(code, found.Definition.Code));
        Assert.Contains(message, errors[0].Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("csv://data/other/new.csv")]
    [InlineData("csv://data/in2")]
    [InlineData("csv://data/in/new.txt")]
    public void A_sink_beside_a_source_is_fine(string uri) => _feature.PlanSteps($"{Given}\nThen trades go to \"{uri}\"\n{Letters}");

    [Theory]
    [InlineData("But records that fail go to the dead-letter queue \"parquet://out/dlq\"", "are JSON lines")]
    [InlineData(Letters + "\nBut records that fail go to the dead-letter queue \"jsonl://out/dlq2\"", "already given at line 8")]
    public void A_queue_that_does_not_fit_is_refused(string letters, string message)
    {
        var found = _feature.RefuseSteps($"{Given}\nThen trades go to \"parquet://out/x\"\n{letters}");
        Assert.Equal("R3016", found.Definition.Code);
        Assert.Contains(message, found.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_scenario_that_writes_nothing_is_refused() =>
        Assert.Equal("R3020", _feature.RefuseSteps($"{Given}\n{Letters}").Definition.Code);

    [Fact]
    public void Checks_have_bounds_columns_and_a_severity()
    {
        var plan = _feature.PlanSteps($"""
            {Given}
            Then trades go to "parquet://out/x"
            {Letters}
            And at least 99.5% of records must pass
              | option   | value |
              | severity | warn  |
            And trades satisfy
              | check                      | on         | severity |
              | row count between 1 and *  |            | error    |
              | row count between 0 and 10 |            | warn     |
              | not null                   | region     |          |
              | unique                     | id, region | warn     |
            """);
        Assert.Equal(
            [
                "PassRate  99.5- Warn at least 99.5% of records pass",
                "RowCount  1- Error row count between 1 and * in trades",
                "RowCount  0-10 Warn row count between 0 and 10 in trades",
                "NotNull region - Error region of trades not null",
                "Unique id+region - Warn id, region of trades unique",
            ],
            plan.Checks.Select(check => $"{check.Kind} {string.Join('+', check.Fields)} {check.Minimum}-{check.Maximum} {check.Severity} {check.Name}"));
    }

    [Theory]
    [InlineData("row count between 10 and 1", "", "error", "R3026", "not a row count")]
    [InlineData("row count over 10", "", "error", "R3026", "not a row count")]
    [InlineData("row count between 1 and *", "id", "error", "R3026", "whole flow")]
    [InlineData("not nul", "id", "error", "R3026", "\"not nul\" is not a check")]
    [InlineData("freshness under 26h", "", "warn", "R3026", "is not a check")]
    [InlineData("unique", "", "error", "R3026", "needs columns")]
    [InlineData("unique", "idd", "error", "R3006", "\"idd\"")]
    [InlineData("unique", "id", "fatal", "R3008", "not a severity")]
    public void A_check_that_does_not_fit_is_shown_at_its_cell(string check, string on, string severity, string code, string message)
    {
        var found = _feature.RefuseSteps($"""
            {Given}
            Then trades go to "parquet://out/x"
            {Letters}
            And trades satisfy
              | check   | on   | severity   |
              | {check} | {on} | {severity} |
            """);
        Assert.Equal((code, 11), (found.Definition.Code, found.At!.Line));
        Assert.Contains(message, found.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_pass_rate_is_checked_once() => Assert.Equal("R3026", _feature.RefuseSteps($"""
        {Given}
        Then trades go to "parquet://out/x"
        {Letters}
        And at least 95% of records must pass
        And at least 90% of records must pass
        """).Definition.Code);
}
