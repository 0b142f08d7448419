using Runink.Pipelines.Diagnostics;
using Runink.Pipelines.Planning;

namespace Runink.Pipelines.Tests.Planning.CSharp;

/// <summary>A feature with one C# step over orders.</summary>
internal sealed class CSharpFeature : IDisposable
{
    public const string File = "steps/Grade.cs";

    private readonly PlannedFeature _feature = new();

    public string Root => _feature.Root;

    /// <summary>Lines that begin with the step's file, whose first line they are.</summary>
    public string Columns { get; init; } = "id int64, total decimal(18,2), trade_day date, UserName text, sizes list(int64), hits int128";

    public void Dispose() => _feature.Dispose();

    public void Write(string code) => _feature.Write(File, code);

    public ScenarioPlan Plan(string code)
    {
        Write(code);
        return _feature.PlanSteps(Steps());
    }

    public PlanningResult Read(string code)
    {
        Write(code);
        return _feature.Plan(PlannedFeature.Scenario(Steps()));
    }

    public Diagnostic Refuse(string code)
    {
        Write(code);
        return _feature.RefuseSteps(Steps());
    }

    public Diagnostic RefuseFile(string file) => _feature.RefuseSteps(Steps(file));

    private string Steps(string file = File) => $"""
        Given a table "orders" from "csv://data/orders.csv"
          | option  | value     |
          | columns | {Columns} |
        When orders are transformed by the C# step "{file}" as graded
        Then graded goes to "parquet://out/all"
        But records that fail go to the dead-letter queue "jsonl://out/dlq"
        """;
}
