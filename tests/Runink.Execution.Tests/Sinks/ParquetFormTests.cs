using Runink.Execution.Tests.Stages;
using Runink.Pipelines.Types;

namespace Runink.Execution.Tests.Sinks;

/// <summary>Values of types that Parquet lacks come back from it as they were.</summary>
public sealed class ParquetFormTests : IDisposable
{
    private readonly StageHarness _stage = new() { Ordered = true };

    public void Dispose() => _stage.Dispose();

    [Theory]
    [InlineData("HUGEINT", "9007199254740993::HUGEINT", "DECIMAL(38,0)", "9007199254740993")]
    [InlineData("HUGEINT", "NULL::HUGEINT", "DECIMAL(38,0)", "NULL")]
    [InlineData("HUGEINT[]", "[9007199254740993::HUGEINT, NULL]", "DECIMAL(38,0)[]", "[9007199254740993, NULL]")]
    [InlineData("STRUCT(a HUGEINT)", "{'a': 9007199254740993::HUGEINT}", "STRUCT(a DECIMAL(38,0))", "{'a': 9007199254740993}")]
    [InlineData("MAP(VARCHAR, HUGEINT)", "MAP {'a': 9007199254740993::HUGEINT}", "MAP(VARCHAR, DECIMAL(38,0))", "{a=9007199254740993}")]
    [InlineData("UHUGEINT", "9007199254740993::UHUGEINT", "DECIMAL(38,0)", "9007199254740993")]
    [InlineData("INTERVAL", "INTERVAL '1 day 1 microsecond'", "VARCHAR", "1 day 00:00:00.000001")]
    [InlineData("TIME WITH TIME ZONE", "'12:00:00.000001+02'::TIMETZ", "VARCHAR", "12:00:00.000001+02")]
    [InlineData("BIT", "'101'::BIT", "VARCHAR", "101")]
    [InlineData("UUID", "'6d3d1f4e-0000-4000-8000-000000000000'::UUID", "UUID", "6d3d1f4e-0000-4000-8000-000000000000")]
    [InlineData("TIMESTAMP_NS", "'2020-01-01 00:00:00.000000001'::TIMESTAMP_NS", "TIMESTAMP_NS", "2020-01-01 00:00:00.000000001")]
    [InlineData("TIMESTAMP_MS", "'2020-01-01 00:00:00.001'::TIMESTAMP_MS", "TIMESTAMP", "2020-01-01 00:00:00.001")]
    [InlineData("ENUM('BIT', 'it''s')", "'it''s'::ENUM('BIT', 'it''s')", "VARCHAR", "it's")]
    [InlineData("INTEGER[2]", "[1, 2]::INTEGER[2]", "INTEGER[]", "[1, 2]")]
    [InlineData("\"NULL\"", "NULL", "INTEGER", "NULL")]
    [InlineData("\"NULL\"[]", "[NULL]", "INTEGER[]", "[NULL]")]
    [InlineData("HUGEINT[2]", "[1, 9007199254740993]::HUGEINT[2]", "DECIMAL(38,0)[]", "[1, 9007199254740993]")]
    [InlineData("UNION(a INTEGER, b VARCHAR)", "union_value(a := 1)::UNION(a INTEGER, b VARCHAR)", "VARCHAR", "1")]
    public void What_is_written_is_what_is_read(string type, string value, string written, string read)
    {
        _ = Write(type, value).Finished;
        var file = Path.Combine(_stage.StagingDirectory(0), "part.parquet");
        Assert.Equal([written, read], _stage.Query($"SELECT unnest([typeof(v), coalesce(v::VARCHAR, 'NULL')]) FROM read_parquet('{file}')"));
        Assert.Equal(ColumnTypeParser.FromEngine(written), ColumnTypeParser.FromEngine(type).InParquet());
    }

    [Theory]
    [InlineData("HUGEINT", "100000000000000000000000000000000000000::HUGEINT")]
    [InlineData("UHUGEINT", "100000000000000000000000000000000000000::UHUGEINT")]
    [InlineData("HUGEINT[]", "[1::HUGEINT, -100000000000000000000000000000000000000::HUGEINT]")]
    [InlineData("MAP(VARCHAR, HUGEINT)", "MAP {'a': 100000000000000000000000000000000000000::HUGEINT}")]
    public void A_whole_number_of_39_digits_ends_the_stage(string type, string value)
    {
        var failed = Write(type, value).Failed;
        Assert.Equal("R5318", failed.Code);
        Assert.Contains("parquet://out/odd: \"v\" holds a number or time in a record that is too large", failed.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("1000000", failed.Message, StringComparison.Ordinal);
    }

    private StageOutcome Write(string type, string value)
    {
        _stage.Write("data/p.csv", "id\n1\n");
        var plan = new PlanBuilder();
        var source = plan.Source("people", "csv://data/p.csv", [new Column("id", ColumnType.Int64)]);
        var odd = plan.Sql("odd", $"SELECT {value} AS v FROM people", [new Column("v", ColumnTypeParser.FromEngine(type))], singlePass: true, source);
        return _stage.Run(plan.Sink(odd, "parquet://out/odd").Letters().Build());
    }
}
