using System.Text.Json;
using Runink.Pipelines.Diagnostics;
using Runink.Pipelines.Planning;
using Runink.Pipelines.Types;

namespace Runink.Pipelines.Slices.Reading;

/// <summary>Reads a plan.</summary>
internal static class PlanReader
{
    public static ScenarioPlan Plan(JsonElement json) => new()
    {
        Version = json.Int("version"),
        Name = json.Text("name"),
        Feature = json.Text("feature"),
        At = Span(json.Field("at")),
        Nodes = json.List("nodes", NodeReader.Node),
        Sinks = json.List("sinks", Sink),
        DeadLetters = json.Find("deadLetters") is { } letters ? DeadLetters(letters) : null,
        Checks = json.FindList("checks", Check) ?? [],
        Resources = json.Find("resources") is { } resources ? Limits(resources) : new(),
        Hash = json.FindText("hash") ?? "",
    };

    public static SourceSpan Span(JsonElement json) => new(
        json.Text("file"), json.Int("line"), json.Find("column")?.GetInt32() ?? 1, json.Find("length")?.GetInt32() ?? 0);

    public static DatasetRef Dataset(JsonElement json) => new(json.Text("format"), json.Text("path"));

    private static SinkPlan Sink(JsonElement json) => new()
    {
        Id = json.Int("id"),
        Input = json.Int("input"),
        Dataset = Dataset(json.Field("dataset")),
        At = Span(json.Field("at")),
        Condition = json.FindText("condition"),
        Mode = json.Name<SinkMode>("mode", SinkMode.Replace),
        PartitionBy = json.FindTexts("partitionBy") ?? [],
        Partition = json.FindText("partition"),
        Delimiter = json.Char("delimiter", ','),
        Header = json.Flag("header", otherwise: true),
        ClearedFor = json.Name<Classification>("clearedFor", Classification.Internal),
    };

    private static DeadLetterPlan DeadLetters(JsonElement json) => new(Dataset(json.Field("dataset")), Span(json.Field("at")))
    {
        ClearedFor = json.Name<Classification>("clearedFor", Classification.Internal),
    };

    private static CheckPlan Check(JsonElement json) => new()
    {
        Kind = json.Name<CheckKind>("kind"),
        Name = json.Text("name"),
        At = Span(json.Field("at")),
        Input = json.Find("input")?.GetInt32(),
        Fields = json.FindTexts("fields") ?? [],
        Minimum = json.Find("minimum")?.GetDouble(),
        Maximum = json.Find("maximum")?.GetDouble(),
        Severity = json.Name<CheckSeverity>("severity", CheckSeverity.Error),
    };

    private static Resources Limits(JsonElement json) => new()
    {
        Cpu = json.Find("cpu")?.GetDouble(),
        MemoryBytes = json.Find("memoryBytes")?.GetInt64(),
        TimeoutSeconds = json.Find("timeoutSeconds")?.GetInt64(),
        Isolation = json.Name<SliceIsolation>("isolation", SliceIsolation.Fused),
        Retries = json.Find("retries")?.GetInt32() ?? 0,
    };
}
