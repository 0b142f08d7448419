using Runink.Execution.Sinks;
using Runink.Execution.Tests.Stages;
using Runink.Pipelines.Diagnostics;
using Runink.Pipelines.Types;

namespace Runink.Execution.Tests.Sinks;

public sealed class ManyPartitionsTests : IDisposable
{
    private readonly StageHarness _stage = new();

    public void Dispose() => _stage.Dispose();

    [Fact]
    public void Each_of_many_partitions_is_one_file_however_the_records_come()
    {
        const int Partitions = 150;
        const int Records = 300_000;
        _stage.Write("data/t.csv", "id,symbol\n" + string.Concat(Enumerable.Range(0, Records).Select(i => $"{i},S{i % Partitions}\n")));
        var plan = new PlanBuilder();
        var source = plan.Source("trades", "csv://data/t.csv", [new("id", ColumnType.Int64), new("symbol", ColumnType.Text)]);

        var parts = _stage.Run(plan.Sink(source, "parquet://out/t", sink => sink with { PartitionBy = ["symbol"] }).Letters().Build()).Finished.Parts;

        Assert.Equal(Partitions, parts.Count);
        Assert.Equal(Records, parts.Sum(part => part.Rows));
    }

    [Fact]
    public void More_files_than_can_be_reported_are_refused_before_they_are_read()
    {
        var parts = Enumerable.Range(0, 10_000).Select(i => new WrittenPart(0, $"/staging/symbol=S{i}/data_0.parquet", 1)).ToList();

        var refused = Assert.Throws<RuninkException>(
            () => PartSealer.Seal(parts, new Dictionary<int, string> { [0] = "/staging" }, 1, TestContext.Current.CancellationToken));

        Assert.Equal("R5307", refused.Diagnostic.Definition.Code);
        Assert.Contains("10000 files", refused.Message, StringComparison.Ordinal);
    }
}
