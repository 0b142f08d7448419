using Runink.Pipelines.Types;

namespace Runink.Execution.Tests.Stages;

public sealed class FlowNameTests : IDisposable
{
    private static readonly Column[] Columns = [new("id", ColumnType.Int64), new("name", ColumnType.Text)];
    private readonly StageHarness _stage = new();

    public void Dispose() => _stage.Dispose();

    [Fact]
    public void SQL_reads_the_flows_that_it_names_whatever_they_are_called()
    {
        _stage.Write("data/a.csv", "id,name\n1,a\n");
        _stage.Write("data/b.csv", "id,name\n2,b\n");
        var plan = new PlanBuilder();
        var (first, second) = (plan.Source("n1", "csv://data/a.csv", Columns), plan.Source("n2", "csv://data/b.csv", Columns));
        var both = plan.Sql("n0", "SELECT * FROM n1 UNION ALL SELECT * FROM n2", Columns, singlePass: false, first, second);
        _ = _stage.Run(plan.Sink(both, "parquet://out/t").Letters().Build()).Finished;
        Assert.Equal(["1|a", "2|b"], _stage.Query("SELECT * FROM read_parquet('{0}/*.parquet') ORDER BY id"));
    }
}
