using System.Text;
using Runink.Execution.Events;
using Runink.Pipelines.Planning;
using Runink.Pipelines.Slices;

namespace Runink.Execution.Tests.Events;

/// <summary>What slices write by hand is what the serialiser would write.</summary>
public sealed class EventJsonTests
{
    private static readonly SliceFinished s_finished = new()
    {
        RecordsRead = 100,
        RecordsFailed = 1,
        FailedByRule = new SortedDictionary<string, long> { ["price \"net\".minimum"] = 1, ["straße.required"] = 2 },
        Parts = [new(0, "region=EU/data_0.parquet", 99, 2048, "ab12"), new(StagingTarget.DeadLetters, "letters.jsonl", 1, 512, "cd34")],
        Checks = [new("at least 95%", true, "error", "at least 95%", "99%"), new("rows", false, "warn", "at least 1", "0")],
        PeakMemoryBytes = 300L << 20,
        CpuMilliseconds = 1500,
    };

    public static TheoryData<SliceEvent> Events { get; } =
    [
        new SliceReady(80L << 20),
        new SliceReady(80L << 20) { Build = "b1" },
        new SliceStarted(4711),
        new SliceProgress(50_000, 12, 4L << 20, 9L << 20, "trades"),
        new SliceWarning("R5301", "column 'extra' <b> is not in the contract\n"),
        s_finished,
        s_finished with { ThrottledMilliseconds = 120, EdgeBytes = 1L << 20, Parts = [], Checks = [], FailedByRule = new Dictionary<string, long>() },
        new SliceFailed("R5308", "no space left on the device", "make room", 1, Retryable: false),
        new SliceFailed("R5308", "a peer is gone", Hint: null, 1, Retryable: true) { LostPeer = true },
    ];

    [Theory]
    [MemberData(nameof(Events))]
    public void An_event_is_written_as_the_serialiser_writes_it(SliceEvent said)
    {
        using var output = new MemoryStream();
        new EventWriter(output).Send(said);
        Assert.Equal(PlanJson.Write(said) + "\n", Encoding.UTF8.GetString(output.ToArray()));
    }

    [Fact]
    public void There_is_a_sample_of_every_event() => Assert.Equal(
        typeof(SliceEvent).Assembly.GetTypes().Where(type => type.IsSubclassOf(typeof(SliceEvent))).Select(type => type.Name).Order(),
        Events.Select(row => row.Data.GetType().Name).Distinct().Order());
}
