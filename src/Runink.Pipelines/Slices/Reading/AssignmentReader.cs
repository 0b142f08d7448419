using System.Text.Json;
using Runink.Pipelines.Planning;

namespace Runink.Pipelines.Slices.Reading;

/// <summary>
/// Reads what <see cref="PlanJson"/> writes of an assignment, by hand: the serialiser is ready for these types only after a fifth of
/// the time that a slice may take to its first record. Thread-safe.
/// </summary>
public static class AssignmentReader
{
    /// <summary>Reads an assignment.</summary>
    /// <param name="json">One JSON object.</param>
    /// <exception cref="JsonException">It is malformed, or a field is missing or of another kind.</exception>
    public static SliceAssignment Read(string json)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            return Assignment(document.RootElement);
        }
        catch (Exception other) when (other is InvalidOperationException or FormatException)
        {
            throw new JsonException(other.Message, other);
        }
    }

    private static SliceAssignment Assignment(JsonElement json) => new()
    {
        Version = json.Int("version"),
        Build = json.FindText("build"),
        Run = json.Text("run"),
        Stage = json.Text("stage"),
        Attempt = json.Int("attempt"),
        Epoch = json.Find("epoch")?.GetInt64() ?? 0,
        RunTime = json.Field("runTime").GetDateTimeOffset(),
        Plan = PlanReader.Plan(json.Field("plan")),
        Share = json.Find("share") is { } share ? Share(share) : null,
        ProjectRoot = json.Text("projectRoot"),
        OutsideRoot = json.FindText("outsideRoot"),
        Inputs = json.List("inputs", Input),
        Staging = json.List("staging", target => new StagingTarget(target.Int("sink"), target.Text("directory"))),
        SpillDirectory = json.Text("spillDirectory"),
        MemoryBytes = json.Long("memoryBytes"),
        Threads = json.Int("threads"),
        MaskingKey = json.FindText("maskingKey"),
        Ordered = json.Flag("ordered"),
        Stay = json.Flag("stay"),
        Walls = json.FindTexts("walls"),
    };

    private static SliceShare Share(JsonElement json) => new()
    {
        Index = json.Int("index"),
        Nodes = json.Ints("nodes"),
        Inputs = json.List("inputs", Edge),
        Outputs = json.List("outputs", Edge),
    };

    private static EdgeEnd Edge(JsonElement json) => new(json.Int("node"), json.Text("path"), json.Name<RecordFormat>("format"))
    {
        IsOwnStep = json.Flag("isOwnStep"),
        Columns = json.FindTexts("columns"),
    };

    private static PinnedInput Input(JsonElement json) => new(
        json.Int("node"), json.Text("path"), json.Long("size"), json.Field("modifiedUtc").GetDateTimeOffset(), json.Text("sha256"));
}
