using Runink.Pipelines.Planning;
using Runink.Pipelines.Types;
using static Runink.Execution.Tests.Stages.PlanBuilder;

namespace Runink.Execution.Tests.Stages;

/// <summary>Formats and zones of a contract hold for whoever reads the source.</summary>
public sealed class TypeRuleTests : IDisposable
{
    private static readonly Column[] Columns = [new("day", ColumnType.Date), new("closed", ColumnType.TimestampTz)];

    private static readonly RecordRule[] Rules =
    [
        Rule(RuleKind.LogicalType, "day", "logicalType", "%d/%m/%Y"),
        Rule(RuleKind.LogicalType, "closed", "logicalType") with { TimeZone = "Europe/Lisbon" },
    ];

    private readonly StageHarness _stage = new();

    public TypeRuleTests() => _stage.Write("data/t.csv", "day,closed\n31/12/2026,2026-07-01 12:00:00\n");

    public void Dispose() => _stage.Dispose();

    [Fact]
    public void Without_a_validation_texts_are_read_as_the_contract_says()
    {
        var plan = new PlanBuilder();
        var source = plan.Source("trades", "csv://data/t.csv", Columns);
        Assert.Equal(0, _stage.Run(Contracted(plan.Sink(source, "parquet://out/t").Letters())).Finished.RecordsFailed);
        Assert.Equal(["2026-12-31|2026-07-01 11:00:00"], Written(sink: 0));
    }

    [Fact]
    public void Beside_a_validation_texts_are_read_as_the_contract_says()
    {
        var plan = new PlanBuilder();
        var source = plan.Source("trades", "csv://data/t.csv", Columns);
        var (beside, validated) = (plan.Filter(source, "day > DATE '2000-01-01'"), plan.Validate(source, Rules));
        _ = _stage.Run(Contracted(plan.Sink(beside, "parquet://out/a").Sink(validated, "parquet://out/b").Letters())).Finished;
        Assert.Equal(["2026-12-31|2026-07-01 11:00:00"], Written(sink: 0));
        Assert.Equal(Written(sink: 0), Written(sink: 1));
    }

    private static ScenarioPlan Contracted(PlanBuilder builder)
    {
        var plan = builder.Build();
        return plan with { Nodes = [.. plan.Nodes.Select(node => node is SourceNode source ? source with { TypeRules = [.. Rules] } : node)] };
    }

    private IReadOnlyList<string> Written(int sink) =>
        _stage.Query($"SELECT CAST(day AS VARCHAR), CAST(closed AT TIME ZONE 'UTC' AS VARCHAR) FROM read_parquet('{{{sink}}}/*.parquet')");
}
