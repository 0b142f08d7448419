using Runink.Pipelines.Diagnostics;
using Runink.Pipelines.Planning;
using Runink.Pipelines.Types;
using static Runink.Execution.Tests.Stages.PlanBuilder;

namespace Runink.Execution.Tests.Stages;

public sealed class ParquetInputTests : IDisposable
{
    private readonly StageHarness _stage = new();

    public void Dispose() => _stage.Dispose();

    [Theory]
    [InlineData("int32", "3000000000::BIGINT", "v is int64, not int32")]
    [InlineData("int64", "1::UBIGINT", "v is uint64, not int64")]
    [InlineData("uint32", "1::INTEGER", "v is int32, not uint32")]
    [InlineData("float32", "0.1::DOUBLE", "v is float64, not float32")]
    [InlineData("decimal(18,2)", "1.0050::DECIMAL(18,4)", "v is decimal(18,4), not decimal(18,2)")]
    [InlineData("decimal(18,4)", "1.00::DECIMAL(18,2)", "v is decimal(18,2), not decimal(18,4)")]
    [InlineData("list(int64)", "['x']", "v is list(text), not list(int64)")]
    [InlineData("struct(a int32)", "{'a': 1::BIGINT}", "v is struct(\"a\" int64), not struct(\"a\" int32)")]
    public void A_column_that_cannot_hold_every_value_of_the_file_is_drift(string type, string value, string message)
    {
        var failed = Run(type, value).Failed;
        Assert.Equal(("R5301", ExitCodes.BadInput), (failed.Code, failed.ExitCode));
        Assert.Contains(message, failed.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("int64", "7::INTEGER", "7")]
    [InlineData("int64", "7::UINTEGER", "7")]
    [InlineData("int64", "7::BIGINT", "7")]
    [InlineData("float64", "0.5::FLOAT", "0.5")]
    [InlineData("decimal(18,4)", "1.25::DECIMAL(9,2)", "1.2500")]
    [InlineData("list(int64)", "[1::INTEGER]", "[1]")]
    public void A_column_may_be_wider_than_that_of_the_file(string type, string value, string expected)
    {
        _ = Run(type, value).Finished;
        Assert.Equal([expected], _stage.Query("SELECT CAST(v AS VARCHAR) FROM read_parquet('{0}/*.parquet')"));
    }

    [Theory]
    [InlineData("int64", "12.7::DOUBLE", "12.7")]
    [InlineData("int64", "'12.7'", "12.7")]
    [InlineData("int32", "3000000000::BIGINT", "3000000000")]
    [InlineData("decimal(9,2)", "0.125::DECIMAL(9,3)", "0.125")]
    [InlineData("date", "TIMESTAMP '2026-05-01 10:00:00'", "2026-05-01 10:00:00")]
    [InlineData("list(int64)", "[1.5::DOUBLE]", "[1.5]")]
    public void A_value_of_a_drifted_column_that_the_wanted_type_does_not_have_fails_its_record_and_no_other(string type, string value, string actual)
    {
        Assert.Equal(1, Drifted(type, $"unnest([{value}, NULL])").Finished.RecordsFailed);
        Assert.Equal(["null"], _stage.Query("SELECT CAST(v AS VARCHAR) FROM read_parquet('{0}/*.parquet')"));
        var error = Assert.Single(Assert.Single(_stage.Letters()).Errors);
        Assert.Equal(("v", "logicalType", actual), (error.Field, error.Rule, error.Actual));
    }

    [Theory]
    [InlineData("int64", "12.0::DOUBLE", "12")]
    [InlineData("int64", "'12'", "12")]
    [InlineData("decimal(9,2)", "1.5000::DECIMAL(9,4)", "1.50")]
    [InlineData("date", "TIMESTAMP '2026-05-01 00:00:00'", "2026-05-01")]
    [InlineData("list(int64)", "[1.0::DOUBLE, NULL]", "[1, NULL]")]
    [InlineData("text", "5::BIGINT", "5")]
    public void A_value_of_a_drifted_column_that_the_wanted_type_has_is_read(string type, string value, string expected)
    {
        Assert.Equal(0, Drifted(type, value).Finished.RecordsFailed);
        Assert.Equal([expected], _stage.Query("SELECT CAST(v AS VARCHAR) FROM read_parquet('{0}/*.parquet')"));
    }

    [Fact]
    public void A_file_that_drifted_rounds_no_value_of_another_file()
    {
        Assert.Equal(1, Drifted("int64", "9007199254740993::BIGINT", "0.5::DOUBLE").Finished.RecordsFailed);
        Assert.Equal(["9007199254740993"], _stage.Query("SELECT CAST(v AS VARCHAR) FROM read_parquet('{0}/*.parquet')"));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_dataset_without_parts_is_an_empty_input(bool allowed)
    {
        _stage.Write("data/x", "");
        var plan = new PlanBuilder();
        Column[] columns = [new("id", ColumnType.Int64), new("tags", ColumnType.ListOf(ColumnType.Text))];
        var source = plan.Source("t", "parquet://data/t.parquet", columns, new ReadOptions { AllowEmpty = allowed });
        var outcome = _stage.Run(plan.Sink(plan.Filter(source, "id > 0"), "parquet://out/t").Letters().Build());
        if (allowed) Assert.Equal(0, outcome.Finished.RecordsRead);
        else Assert.Equal("R5303", outcome.Failed.Code);
    }

    [Theory]
    [InlineData("timestamptz", "TIMESTAMP '2026-07-01 12:00:00'", "2026-07-01 11:00:00+00")]
    [InlineData("timestamptz", "TIMESTAMPTZ '2026-07-01 12:00:00+00'", "2026-07-01 12:00:00+00")]
    [InlineData("timestamp", "TIMESTAMPTZ '2026-07-01 12:00:00+00'", "2026-07-01 13:00:00")]
    [InlineData("timestamp", "TIMESTAMP '2026-07-01 12:00:00'", "2026-07-01 12:00:00")]
    public void A_timestamp_of_a_file_is_of_the_contracts_zone_where_it_has_none(string type, string value, string expected)
    {
        _ = Run(type, value, Rule(RuleKind.LogicalType, "v", "logicalType") with { TimeZone = "Europe/Lisbon" }).Finished;
        Assert.Equal([expected], _stage.Query("SELECT CAST(v AS VARCHAR) FROM read_parquet('{0}/*.parquet')"));
    }

    private StageOutcome Drifted(string type, params string[] values)
    {
        Assert.True(ColumnTypeParser.TryParse(type, out var parsed));
        _stage.Write("data/x", "");
        for (var i = 0; i < values.Length; i++)
            _ = _stage.Query($"COPY (SELECT {values[i]} AS v) TO '{Path.Combine(_stage.Root, "data", $"{i}.parquet")}' (FORMAT parquet)");
        var plan = new PlanBuilder();
        var source = plan.Source("t", "parquet://data/*.parquet", [new("v", parsed)], drift: new DriftPolicy(DriftAction.Warn));
        return _stage.Run(plan.Sink(source, "parquet://out/t").Letters().Build());
    }

    private StageOutcome Run(string type, string value, params RecordRule[] typeRules)
    {
        Assert.True(ColumnTypeParser.TryParse(type, out var parsed));
        _stage.Write("data/x", "");
        _ = _stage.Query($"COPY (SELECT {value} AS v) TO '{Path.Combine(_stage.Root, "data", "t.parquet")}' (FORMAT parquet)");
        var plan = new PlanBuilder();
        var built = plan.Sink(plan.Source("t", "parquet://data/t.parquet", [new("v", parsed)]), "parquet://out/t").Letters().Build();
        return _stage.Run(built with { Nodes = [.. built.Nodes.Select(node => node is SourceNode source ? source with { TypeRules = [.. typeRules] } : node)] });
    }
}
