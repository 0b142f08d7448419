using Runink.Pipelines.Planning;
using Runink.Pipelines.Types;

namespace Runink.Execution.Tests.Stages;

/// <summary>Rules about what a value is, beyond its type.</summary>
public sealed class ValueRuleTests : IDisposable
{
    private readonly StageHarness _stage = new();

    public void Dispose() => _stage.Dispose();

    [Theory]
    [InlineData("float64", "0.1", "0.3", true)]
    [InlineData("float64", "0.1", "0.35", false)]
    [InlineData("float64", "0.01", "2000000.01", true)]
    [InlineData("float64", "0.01", "2000000.001", false)]
    [InlineData("float64", "1", "1000000000.5", false)]
    [InlineData("float32", "0.1", "3.1", true)]
    [InlineData("float32", "0.1", "3.15", false)]
    [InlineData("decimal(9,2)", "0.05", "1.15", true)]
    [InlineData("decimal(9,2)", "0.05", "1.17", false)]
    public void A_number_is_a_multiple_or_it_is_not(string type, string step, string value, bool passes)
    {
        Assert.True(ColumnTypeParser.TryParse(type, out var parsed));
        Assert.Equal(passes ? 0 : 1, Failed(parsed, RuleKind.MultipleOf, step, value));
    }

    [Theory]
    [InlineData("date", "2026-02-28", true)]
    [InlineData("date", "2026-02-30", false)]
    [InlineData("date-time", "2026-02-28T23:59:60Z", true)]
    [InlineData("date-time", "2026-02-30T10:00:00Z", false)]
    [InlineData("date-time", "2026-02-28T99:99:99Z", false)]
    [InlineData("uuid", "not one", false)]
    public void A_text_has_the_format_or_it_has_not(string format, string value, bool passes) =>
        Assert.Equal(passes ? 0 : 1, Failed(ColumnType.Text, RuleKind.Format, format, value));

    private long Failed(ColumnType type, RuleKind kind, string argument, string value)
    {
        _stage.Write("data/t.csv", $"v\n{value}\n");
        var plan = new PlanBuilder();
        var source = plan.Source("t", "csv://data/t.csv", [new Column("v", type)]);
        var rule = new RecordRule { Kind = kind, Fields = ["v"], Name = $"{kind}", Expected = argument, Argument = argument };
        return _stage.Run(plan.Sink(plan.Validate(source, rule), "parquet://out/t").Letters().Build()).Finished.RecordsFailed;
    }
}
