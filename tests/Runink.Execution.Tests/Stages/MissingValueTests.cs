using Runink.Pipelines.Planning;
using Runink.Pipelines.Types;
using static Runink.Execution.Tests.Stages.PlanBuilder;

namespace Runink.Execution.Tests.Stages;

/// <summary>What a contract counts as missing, however the input writes it.</summary>
public sealed class MissingValueTests : IDisposable
{
    private readonly StageHarness _stage = new();

    public void Dispose() => _stage.Dispose();

    [Theory]
    [InlineData("csv", "float64", "-999.0", "-999", true)]
    [InlineData("csv", "int64", "-0999", "-999", true)]
    [InlineData("csv", "int64", "n/a", "n/a", true)]
    [InlineData("csv", "text", "-999.0", "-999", false)]
    [InlineData("jsonl", "float64", "-999.0", "-999", true)]
    [InlineData("jsonl", "decimal(9,2)", "-999", "-999.00", true)]
    [InlineData("parquet", "float64", "-999::DOUBLE", "-999", true)]
    [InlineData("parquet", "float64", "'NaN'::DOUBLE", "NaN", true)]
    [InlineData("parquet", "decimal(9,2)", "-999::DECIMAL(9,2)", "-999", true)]
    [InlineData("parquet", "date", "DATE '9999-12-31'", "9999-12-31", true)]
    [InlineData("parquet", "int64", "-999::BIGINT", "-998.6", false)]
    [InlineData("parquet", "int64", "5::BIGINT", "n/a", false)]
    public void A_value_is_missing_when_its_column_reads_a_missing_value_as_the_same(string format, string type, string value, string missing, bool isMissing)
    {
        Assert.True(ColumnTypeParser.TryParse(type, out var parsed));
        _stage.Write("data/t.csv", $"v\n{value}\n");
        _stage.Write("data/t.jsonl", $"{{\"v\":{value}}}\n");
        if (format == "parquet") _ = _stage.Query($"COPY (SELECT {value} AS v) TO '{Path.Combine(_stage.Root, "data", "t.parquet")}' (FORMAT parquet)");
        var plan = new PlanBuilder();
        var source = plan.Source("t", $"{format}://data/t.{format}", [new Column("v", parsed)]);
        var validated = plan.Validate(source, Rule(RuleKind.NotMissing, "v", "missing", null, missing, "none"));
        Assert.Equal(isMissing ? 1 : 0, _stage.Run(plan.Sink(validated, "parquet://out/t").Letters().Build()).Finished.RecordsFailed);
    }
}
