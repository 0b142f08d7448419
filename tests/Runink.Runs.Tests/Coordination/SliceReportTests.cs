using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Runink.Pipelines.Planning;
using Runink.Pipelines.Slices;
using Runink.Runs.Coordination;

namespace Runink.Runs.Tests.Coordination;

/// <summary>A slice may say anything; what it leaves out or calls null must not get any further than its event.</summary>
public sealed class SliceReportTests
{
    private static readonly SliceEvent[] s_events =
    [
        new SliceProgress(1, 0, 1, 1, "copying"),
        new SliceWarning("R3001", "drift"),
        new SliceFailed("R5001", "it broke", "mend it", 5, Retryable: false),
        new SliceFinished
        {
            RecordsRead = 3,
            RecordsFailed = 1,
            FailedByRule = new Dictionary<string, long> { ["age"] = 1 },
            Parts = [new StagedPart(0, "part-0.parquet", 2, 100, new string('0', 64))],
            Checks = [new CheckResult("rows", true, "error", "more than 1", "2")],
            PeakMemoryBytes = 1,
            CpuMilliseconds = 1,
        },
    ];

    public static TheoryData<string, string> Mutilated { get; } = [.. s_events.SelectMany(Mutilate)];

    [Fact]
    public async Task Whole_events_are_taken()
    {
        foreach (var said in s_events) Assert.Null((await ReadAsync(PlanJson.Write(said))).Violation);
    }

    [Theory]
    [MemberData(nameof(Mutilated))]
    public async Task An_event_in_which_something_is_null_or_left_out_breaks_the_protocol(string what, string said)
    {
        var report = await ReadAsync(said);
        Assert.True(report.Violation?.StartsWith("a line is not an event", StringComparison.Ordinal), $"{what} was taken: {report}");
        Assert.Null(report.Finished);
    }

    private static async Task<SliceReport> ReadAsync(string said)
    {
        using var stream = new MemoryStream(Encoding.UTF8.GetBytes($"{said}\n"));
        return await SliceReport.ReadAsync(stream, _ => { });
    }

    /// <summary>The event with one text, list or object after the other made null, and left out where it has a name.</summary>
    private static IEnumerable<TheoryDataRow<string, string>> Mutilate(SliceEvent said)
    {
        var whole = JsonNode.Parse(PlanJson.Write(said))!;
        foreach (var path in Paths(whole, []).Where(path => path is not ["hint"]))
        {
            var name = $"{said.GetType().Name} {string.Join('.', path)}";
            yield return new($"null for {name}", Change(whole, path, (parent, last) => Put(parent, last, null)));
            if (path[^1] is string) yield return new($"no {name}", Change(whole, path, (parent, last) => ((JsonObject)parent).Remove((string)last)));
        }
    }

    private static IEnumerable<object[]> Paths(JsonNode node, object[] here)
    {
        if (node is JsonValue value && value.GetValueKind() != JsonValueKind.String) yield break;
        if (here.Length > 0) yield return here;
        var inside = node switch
        {
            JsonObject members => members.SelectMany(member => Paths(member.Value!, [.. here, member.Key])),
            JsonArray items => items.SelectMany((item, index) => Paths(item!, [.. here, index])),
            _ => [],
        };
        foreach (var path in inside) yield return path;
    }

    private static string Change(JsonNode whole, object[] path, Action<JsonNode, object> change)
    {
        var copy = whole.DeepClone();
        var parent = path[..^1].Aggregate(copy, (node, step) => step is int index ? node[index]! : node[(string)step]!);
        change(parent, path[^1]);
        return copy.ToJsonString();
    }

    private static void Put(JsonNode parent, object last, JsonNode? value)
    {
        if (last is int index) parent[index] = value;
        else parent[(string)last] = value;
    }
}
