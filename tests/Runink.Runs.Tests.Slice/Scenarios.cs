using Runink.Pipelines.Diagnostics;
using Runink.Pipelines.Planning;
using Runink.Runs.Coordination;

namespace Runink.Runs.Tests.Slice;

/// <summary>Plans as the tests need them: one source, one sink, maybe dead letters and a check.</summary>
public static class Scenarios
{
    public static readonly DateTimeOffset Time = new(2026, 11, 20, 9, 30, 15, TimeSpan.Zero);

    private static readonly SourceSpan At = new("flow.feature", 7, 5);

    public static ScenarioPlan Copy(
        string from = "data/in.csv", string to = "out/silver", SinkMode mode = SinkMode.Replace, string? letters = "out/dlq",
        string name = "Silver - copy", string? partitionBy = null, string? partition = null) => new()
        {
            Name = name,
            Feature = "flow.feature",
            At = At,
            Hash = $"hash of {name} {from} {to}",
            Nodes =
            [
                new SourceNode
                {
                    Id = 0,
                    Flow = "rows",
                    At = At,
                    Columns = [],
                    Inputs = [],
                    Table = "rows",
                    Dataset = new("csv", from),
                    Options = new(),
                },
            ],
            Sinks =
            [
                new SinkPlan
                {
                    Id = 0,
                    Input = 0,
                    Dataset = new("csv", to),
                    At = At,
                    Mode = mode,
                    PartitionBy = partitionBy is null ? [] : [partitionBy],
                    Partition = partition,
                },
            ],
            DeadLetters = letters is null ? null : new DeadLetterPlan(new("jsonl", letters), At),
        };

    public static ScenarioPlan WithCheck(this ScenarioPlan plan, CheckSeverity severity = CheckSeverity.Error) => plan with
    {
        Checks =
        [
            new CheckPlan
            {
                Kind = CheckKind.PassRate,
                Name = "at least 95% of records pass",
                At = At,
                Minimum = 95,
                Severity = severity,
            },
        ],
    };

    public static RunRequest Request(params ScenarioPlan[] plans) =>
        new() { Features = ["flow.feature"], Plans = plans, Time = Time };
}
