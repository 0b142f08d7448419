using Runink.Pipelines.Planning;
using Runink.Pipelines.Types;
using static Runink.Execution.Tests.Stages.PlanBuilder;

namespace Runink.Execution.Tests.Stages;

/// <summary>The lower ends of buckets, to the last digit.</summary>
public sealed class GeneralisationTests : IDisposable
{
    private readonly StageHarness _stage = new();

    public void Dispose() => _stage.Dispose();

    [Theory]
    [InlineData("int8", "10", "42 -3 -10 127", "40 -10 -10 120")]
    [InlineData("int8", "10", "-128", "-128")]
    [InlineData("int8", "1000", "127 -1", "0 -128")]
    [InlineData("int64", "100", "1234567890123456789 -1234567890123456789", "1234567890123456700 -1234567890123456800")]
    [InlineData("int64", "10.0", "9223372036854775807 -9223372036854775808", "9223372036854775800 -9223372036854775808")]
    [InlineData("uint8", "100", "255 99", "200 0")]
    [InlineData("uint64", "1000", "18446744073709551615", "18446744073709551000")]
    [InlineData("int32", "2.5", "7 4 5 -1", "5 2 5 -3")]
    [InlineData("decimal(4,2)", "10", "-99.99 99.99 -0.01", "-99.99 90.00 -10.00")]
    [InlineData("decimal(18,2)", "0.01", "0.29 0.58 19.99", "0.29 0.58 19.99")]
    [InlineData("decimal(18,2)", "2.5", "7.77 -7.77 2.50", "7.50 -10.00 2.50")]
    [InlineData("decimal(4,1)", "0.25", "0.7 0.2", "0.5 0.0")]
    [InlineData("decimal(10,0)", "10", "19 -1", "10 -10")]
    [InlineData("decimal(38,10)", "100", "1234567890123456789012345678.9", "1234567890123456789012345600.0000000000")]
    [InlineData("float64", "0.1", "0.3 0.7 0.25 -0.05", "0.3 0.7 0.2 -0.1")]
    [InlineData("float64", "0.01", "0.29 0.58 19.99 19.994", "0.29 0.58 19.99 19.99")]
    [InlineData("float64", "10", "17 -3 20", "10.0 -10.0 20.0")]
    [InlineData("float32", "0.1", "0.7 0.75", "0.7 0.7")]
    public void A_number_becomes_the_lower_end_of_its_bucket(string type, string width, string values, string expected)
    {
        _stage.Write("data/t.csv", $"n,x\n{string.Concat(values.Split(' ').Select((value, i) => $"{i},{value}\n"))}4,\n");
        var plan = Masked(type, width, out var masked);
        Assert.Equal(0, _stage.Run(plan.Sink(masked, "parquet://out/t").Letters().Build()).Finished.RecordsFailed);
        Assert.Equal(
            [.. expected.Split(' '), "null"],
            _stage.Query("SELECT CAST(x AS VARCHAR) FROM read_parquet('{0}/*.parquet') ORDER BY n"));
    }

    [Theory]
    [InlineData("int8", "-128", "-128")]
    [InlineData("decimal(4,2)", "-99.99", "-99.99")]
    [InlineData("float64", "-3", "-10.0")]
    public void A_letter_shows_the_lower_end_too(string type, string value, string expected)
    {
        _stage.Write("data/t.csv", $"n,x\n1,{value}\n");
        var plan = Masked(type, "10", out var masked, Rule(RuleKind.ExclusiveMinimum, "x", "exclusiveMinimum", "0"));
        Assert.Equal(1, _stage.Run(plan.Sink(masked, "parquet://out/t").Letters().Build()).Finished.RecordsFailed);
        Assert.Equal(expected, Assert.Single(_stage.Letters()).Payload.GetProperty("x").GetString());
    }

    private static PlanBuilder Masked(string type, string width, out int masked, params RecordRule[] rules)
    {
        Assert.True(ColumnTypeParser.TryParse(type, out var parsed));
        var plan = new PlanBuilder();
        var source = plan.Source("trades", "csv://data/t.csv", [new("n", ColumnType.Int64), new("x", parsed)]);
        var judged = rules.Length == 0 ? source : plan.Validate(source, rules);
        masked = plan.Mask(judged, new FieldMask("x", MaskMethod.Generalise) { To = width });
        return plan;
    }
}
