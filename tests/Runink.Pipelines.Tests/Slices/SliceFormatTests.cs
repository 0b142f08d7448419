using System.Text.Json;
using Runink.Pipelines.Planning;
using Runink.Pipelines.Slices;

namespace Runink.Pipelines.Tests.Slices;

/// <summary>
/// What crosses between a coordinator and its slices, and what slices leave behind, against files that must never change: each
/// is read as what it says and written back as the same text. A new version gets new files beside the old ones.
/// </summary>
public sealed class SliceFormatTests
{
    private static readonly DateTimeOffset Time = new(2026, 11, 20, 9, 30, 15, TimeSpan.Zero);
    private const string Run = "20261120-093015-k3f9";
    private const string Hash = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08";

    [Fact]
    public void An_assignment_is_read_and_written_as_version_1()
    {
        var plan = PlanJson.Read<ScenarioPlan>(Golden("plan-v1.json"));
        Lines<SliceAssignment>("assignment-v1.json", new SliceAssignment
        {
            Run = Run,
            Stage = "01-silver",
            Attempt = 2,
            Epoch = 0,
            RunTime = Time,
            Plan = plan,
            ProjectRoot = "/data/shop",
            Inputs = [new PinnedInput(0, "data/trades.csv", 120, Time, Hash)],
            Staging =
            [
                new StagingTarget(0, "/data/shop/.runink/staging/sink-0"),
                new StagingTarget(StagingTarget.DeadLetters, "/data/shop/.runink/staging/dead-letters"),
            ],
            SpillDirectory = "/data/shop/.runink/spill",
            MemoryBytes = 1L << 30,
            Threads = 2,
            MaskingKey = "bm90IGEga2V5",
            Ordered = true,
        });
    }

    [Fact]
    public void An_assignment_to_a_slice_with_a_view_of_its_own_is_read_and_written_as_version_1()
    {
        var assignment = PlanJson.Read<SliceAssignment>(Golden("assignment-v1.json")) with
        {
            ProjectRoot = "/slice/project",
            OutsideRoot = "/slice/outside",
            Inputs = [new PinnedInput(0, "data/trades.csv", 120, Time, Hash), new PinnedInput(0, "/mnt/lake/trades.csv", 120, Time, Hash)],
            Stay = true,
            Walls = ["/slice/project", "/slice/staging"],
        };
        Lines<SliceAssignment>("assignment-inside-v1.json", assignment);
        Assert.Equal(["/slice/project/data/trades.csv", "/slice/outside/mnt/lake/trades.csv"], assignment.Inputs.Select(assignment.PathOf));
    }

    [Fact]
    public void An_absolute_input_lies_where_its_name_says_unless_the_slice_has_a_view_of_its_own()
    {
        var assignment = PlanJson.Read<SliceAssignment>(Golden("assignment-v1.json"));
        Assert.Equal("/mnt/lake/trades.csv", assignment.PathOf(new PinnedInput(0, "/mnt/lake/trades.csv", 1, Time, Hash)));
        Assert.Equal("/data/shop/data/trades.csv", assignment.PathOf(assignment.Inputs[0]));
    }

    [Fact]
    public void Events_are_read_and_written_as_version_1() => Lines<SliceEvent>(
        "events-v1.jsonl",
        new SliceStarted(4711),
        new SliceProgress(50_000, 12, 4L << 20, 9L << 20, "trades"),
        new SliceWarning("R5301", "column 'extra' is not in the contract"),
        new SliceFinished
        {
            RecordsRead = 100,
            RecordsFailed = 1,
            FailedByRule = new Dictionary<string, long> { ["price.minimum"] = 1 },
            Parts = [new StagedPart(0, "region=EU/data_0.parquet", 99, 2048, Hash), new StagedPart(StagingTarget.DeadLetters, "letters.jsonl", 1, 512, Hash)],
            Checks = [new CheckResult("at least 95% of records must pass", true, "error", "at least 95%", "99%")],
            PeakMemoryBytes = 300L << 20,
            CpuMilliseconds = 1500,
        },
        new SliceFailed("R5308", "no space left on the device", "make room", 1, Retryable: false));

    [Fact]
    public void What_a_slice_that_stays_and_is_counted_says_is_read_and_written_as_version_1() => Lines<SliceEvent>(
        "events-counted-v1.jsonl",
        new SliceReady(80L << 20),
        new SliceFinished
        {
            RecordsRead = 100,
            RecordsFailed = 0,
            FailedByRule = new Dictionary<string, long>(),
            Parts = [],
            Checks = [],
            PeakMemoryBytes = 300L << 20,
            CpuMilliseconds = 1500,
            ThrottledMilliseconds = 120,
            EdgeBytes = 1L << 20,
        });

    [Fact]
    public void Dead_letters_are_read_and_written_as_version_1()
    {
        var letter = new DeadLetter
        {
            Id = "4be2c0d19a7f3358",
            Run = Run,
            Stage = "01-silver",
            Epoch = 0,
            Time = Time,
            Dataset = "csv://data/trades.csv",
            File = "data/trades.csv",
            FileSha256 = Hash,
            Record = 2,
            Line = 3,
            ByteOffset = 41,
            ByteLength = 17,
            Contract = "trade",
            ContractVersion = "1.2.0",
            Errors = [new BrokenRule("price", "minimum", "at least 0", "-1"), new BrokenRule("symbol", "required", "not null", Actual: null)],
            Payload = JsonSerializer.SerializeToElement(new { trade_id = "T2", price = "-1", customer_email = "c0ffee", note = "é \"quoted\"" }, PlanJson.Options),
        };
        var fromParquet = letter with { Id = "0d41", Line = null, ByteOffset = null, ByteLength = null, Contract = null, ContractVersion = null };
        Lines<DeadLetter>("dead-letter-v1.jsonl", letter, fromParquet);
    }

    [Fact]
    public void A_field_that_this_version_does_not_know_is_passed_over() => Assert.Equal(
        new SliceStarted(1), PlanJson.Read<SliceEvent>("""{"event":"started","processId":1,"version":1,"colour":"blue"}"""));

    [Fact]
    public void An_event_that_this_version_does_not_know_is_refused() =>
        Assert.ThrowsAny<Exception>(() => PlanJson.Read<SliceEvent>("""{"event":"danced","version":1}"""));

    [Fact]
    public void A_letter_without_what_every_letter_has_is_refused() =>
        Assert.Throws<JsonException>(() => PlanJson.Read<DeadLetter>("""{"version":1,"id":"x"}"""));

    // RUNINK_GOLDEN=write makes the files anew; what changed is then seen in the diff.
    private static void Lines<T>(string name, params T[] values)
    {
        var written = string.Concat(values.Select(value => PlanJson.Write(value) + "\n"));
        if (Environment.GetEnvironmentVariable("RUNINK_GOLDEN") == "write") File.WriteAllText(PathOf(name), written);
        var golden = Golden(name);
        Assert.Equal(golden, written);
        var read = golden.TrimEnd('\n').Split('\n').Select(PlanJson.Read<T>);
        Assert.Equal(golden, string.Concat(read.Select(value => PlanJson.Write(value) + "\n")));
    }

    private static string Golden(string name) => File.ReadAllText(PathOf(name));

    private static string PathOf(string name) => Path.Combine(RepositoryFiles.Root, "tests/Runink.Pipelines.Tests/golden", name);
}
