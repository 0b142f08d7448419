using System.Text.Json;
using Runink.Pipelines.Diagnostics;
using Runink.Pipelines.Planning;
using Runink.Pipelines.Types;

namespace Runink.Pipelines.Slices.Reading;

/// <summary>Reads the operators of a plan.</summary>
internal static class NodeReader
{
    public static PlanNode Node(JsonElement json)
    {
        var head = new Head(
            json.Int("id"), json.Text("flow"), PlanReader.Span(json.Field("at")), json.List("columns", Column), json.Ints("inputs"), json.Flag("bounded", otherwise: true));
        return json.Text("kind") switch
        {
            "source" => Source(json, head),
            "validate" => Validate(json, head),
            "mask" => Mask(json, head),
            "sql" => Sql(json, head),
            "filter" => Filter(json, head),
            "join" => Join(json, head),
            "union" => Union(head),
            "deduplicate" => Deduplicate(json, head),
            "program" => Program(json, head),
            var other => throw new JsonException($"unknown kind of step '{other}'"),
        };
    }

    private static SourceNode Source(JsonElement json, Head head) => new()
    {
        Id = head.Id,
        Flow = head.Flow,
        At = head.At,
        Columns = head.Columns,
        Inputs = head.Inputs,
        Bounded = head.Bounded,
        Table = json.Text("table"),
        Dataset = PlanReader.Dataset(json.Field("dataset")),
        Options = Options(json.Field("options")),
        Contract = json.Find("contract") is { } contract ? Contract(contract) : null,
        TypeRules = json.FindList("typeRules", Rule),
        Drift = json.Find("drift") is { } drift ? Drift(drift) : new(),
    };

    private static ValidateNode Validate(JsonElement json, Head head) => new()
    {
        Id = head.Id,
        Flow = head.Flow,
        At = head.At,
        Columns = head.Columns,
        Inputs = head.Inputs,
        Bounded = head.Bounded,
        Contract = Contract(json.Field("contract")),
        Rules = json.List("rules", Rule),
    };

    private static MaskNode Mask(JsonElement json, Head head) => new()
    {
        Id = head.Id,
        Flow = head.Flow,
        At = head.At,
        Columns = head.Columns,
        Inputs = head.Inputs,
        Bounded = head.Bounded,
        Masks = json.List("masks", FieldMask),
    };

    private static SqlNode Sql(JsonElement json, Head head) => new()
    {
        Id = head.Id,
        Flow = head.Flow,
        At = head.At,
        Columns = head.Columns,
        Inputs = head.Inputs,
        Bounded = head.Bounded,
        Sql = json.Text("sql"),
        Dialect = json.FindText("dialect") ?? "duckdb",
        InputNames = json.Texts("inputNames"),
        SinglePass = json.Flag("singlePass"),
    };

    private static FilterNode Filter(JsonElement json, Head head) => new()
    {
        Id = head.Id,
        Flow = head.Flow,
        At = head.At,
        Columns = head.Columns,
        Inputs = head.Inputs,
        Bounded = head.Bounded,
        Condition = json.Text("condition"),
    };

    private static JoinNode Join(JsonElement json, Head head) => new()
    {
        Id = head.Id,
        Flow = head.Flow,
        At = head.At,
        Columns = head.Columns,
        Inputs = head.Inputs,
        Bounded = head.Bounded,
        Join = json.Name<JoinKind>("join"),
        Keys = json.Texts("keys"),
    };

    private static UnionNode Union(Head head) => new()
    {
        Id = head.Id,
        Flow = head.Flow,
        At = head.At,
        Columns = head.Columns,
        Inputs = head.Inputs,
        Bounded = head.Bounded,
    };

    private static DeduplicateNode Deduplicate(JsonElement json, Head head) => new()
    {
        Id = head.Id,
        Flow = head.Flow,
        At = head.At,
        Columns = head.Columns,
        Inputs = head.Inputs,
        Bounded = head.Bounded,
        Keys = json.Texts("keys"),
    };

    private static ProgramNode Program(JsonElement json, Head head) => new()
    {
        Id = head.Id,
        Flow = head.Flow,
        At = head.At,
        Columns = head.Columns,
        Inputs = head.Inputs,
        Bounded = head.Bounded,
        Program = json.Text("program"),
        Hash = json.Text("hash"),
        Format = json.Name<RecordFormat>("format"),
        Endpoints = json.FindTexts("endpoints"),
        Method = json.FindText("method"),
        Reads = json.FindTexts("reads"),
    };

    private static ReadOptions Options(JsonElement json) => new()
    {
        Delimiter = json.Char("delimiter", ','),
        Header = json.Flag("header", otherwise: true),
        Columns = json.FindList("columns", Column) ?? [],
        TimeZone = json.FindText("timeZone") ?? "UTC",
        EncodingErrors = json.Name<EncodingErrors>("encodingErrors", EncodingErrors.Fail),
        AllowEmpty = json.Flag("allowEmpty"),
    };

    private static ContractRef Contract(JsonElement json) => new(
        json.Text("id"), json.Text("version"), json.Text("file"), json.Text("object"), json.Text("hash"));

    private static DriftPolicy Drift(JsonElement json) => new(
        json.Name<DriftAction>("missing", DriftAction.Error), json.Name<DriftAction>("extra", DriftAction.Warn));

    private static RecordRule Rule(JsonElement json) => new()
    {
        Kind = json.Name<RuleKind>("kind"),
        Fields = json.Texts("fields"),
        Name = json.Text("name"),
        Argument = json.FindText("argument"),
        TimeZone = json.FindText("timeZone"),
        Values = json.FindTexts("values") ?? [],
        Expected = json.Text("expected"),
    };

    private static FieldMask FieldMask(JsonElement json) => new(json.Text("field"), json.Name<MaskMethod>("method"))
    {
        Keep = json.Find("keep")?.GetInt32() ?? 0,
        To = json.FindText("to"),
    };

    private static Column Column(JsonElement json) => new(
        json.Text("name"),
        ColumnTypeParser.TryReadCanonical(json.Text("type"), out var type) ? type : throw new JsonException($"unknown column type '{json.Text("type")}'"),
        json.Name<Classification>("classification", Classification.Internal));

    /// <summary>What every operator has.</summary>
    private readonly record struct Head(int Id, string Flow, SourceSpan At, EquatableList<Column> Columns, EquatableList<int> Inputs, bool Bounded);
}
