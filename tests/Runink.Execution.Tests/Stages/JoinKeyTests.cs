using Runink.Pipelines.Planning;
using Runink.Pipelines.Types;

namespace Runink.Execution.Tests.Stages;

/// <summary>Keys of two numeric types: what comes out of the join is the left one, in type and value.</summary>
public sealed class JoinKeyTests : IDisposable
{
    private readonly StageHarness _stage = new();

    public void Dispose() => _stage.Dispose();

    [Theory]
    [InlineData(JoinKind.Inner, "int32", "int64", "1", "INTEGER|1")]
    [InlineData(JoinKind.Left, "int32", "int64", "2", "INTEGER|2")]
    [InlineData(JoinKind.Left, "int64", "float64", "9007199254740993", "BIGINT|9007199254740993")]
    [InlineData(JoinKind.Left, "int64", "decimal(18,2)", "1", "BIGINT|1")]
    [InlineData(JoinKind.Full, "int64", "int64", "1", "BIGINT|1")]
    public void The_key_keeps_the_left_ones_type_and_value(JoinKind kind, string leftType, string rightType, string key, string expected)
    {
        _stage.Write("data/l.csv", $"k\n{key}\n");
        _stage.Write("data/r.csv", "k,name\n1,one\n");
        var (left, right) = (Key(leftType), Key(rightType));
        var plan = new PlanBuilder();
        var name = new Column("name", ColumnType.Text);
        var joined = plan.Join(kind, plan.Source("l", "csv://data/l.csv", [left]), plan.Source("r", "csv://data/r.csv", [right, name]), "k", left, name);
        _ = _stage.Run(plan.Sink(joined, "parquet://out/t").Letters().Build()).Finished;
        Assert.Equal([expected], _stage.Query("SELECT typeof(k), CAST(k AS VARCHAR) FROM read_parquet('{0}/*.parquet')"));
    }

    private static Column Key(string type)
    {
        Assert.True(ColumnTypeParser.TryParse(type, out var parsed));
        return new Column("k", parsed);
    }
}
