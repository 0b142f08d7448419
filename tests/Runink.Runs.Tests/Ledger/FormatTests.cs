using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using Runink.Pipelines.Diagnostics;
using Runink.Pipelines.Planning;
using Runink.Pipelines.Slices;
using Runink.Runs.Ledger;
using Runink.Runs.Lineage;

namespace Runink.Runs.Tests.Ledger;

/// <summary>
/// The stored formats against files that must never change: a record reads as what it says, and is written back as the same text.
/// A new version gets new files beside the old ones.
/// </summary>
public sealed class FormatTests
{
    private static readonly DateTimeOffset Time = new(2026, 11, 20, 9, 30, 15, 123, TimeSpan.Zero);
    private const string Run = "20261120-093015-k3f9";
    private const string Hash = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08";

    [Fact]
    public void A_run_is_written_and_read_as_version_1() => AssertGolden("run-v1.json", RunRecord.CurrentVersion,
        new RunRecord
        {
            Id = Run,
            State = RunState.Succeeded,
            Time = Time,
            Ended = Time.AddSeconds(4),
            Features = ["features/trades.feature"],
            Scenario = "Silver",
            Parameters = new Dictionary<string, string> { ["day"] = "2026-11-20" },
            Stages = ["01-silver"],
        });

    [Fact]
    public void A_stage_is_written_and_read_as_version_1() => AssertGolden("stage-v1.json", StageRecord.CurrentVersion,
        new StageRecord
        {
            Run = Run,
            Id = "02-gold",
            Scenario = "Gold",
            Feature = "features/trades.feature",
            PlanHash = Hash,
            Contracts = [new ContractRef("trade", "1.2.0", "contracts/trade.odcs.yaml", "trade", Hash)],
            After = ["01-silver"],
            Steps =
        [
            new LineageStep(
                0, "source", "trades", [], "csv://data/trades.csv", new SourceSpan("features/trades.feature", 9, 5, 60)),
        ],
            State = StageState.Failed,
            Attempt = 2,
            Inputs = [new PinnedInput(0, "data/trades.csv", 120, Time, Hash)],
            OutsideStaging = ["/mnt/data/.runink-staging-x"],
            Started = Time,
            Ended = Time.AddSeconds(3),
            Failure = new StageFailure("R5013", "a check failed", "mend it", 1),
            Counts = new StageCounts(100, 12, new Dictionary<string, long> { ["price.minimum"] = 12 }, 536870912, 2100),
            Checks = [new CheckResult("at least 95% of records pass", false, "error", "95%", "88%")],
            Warnings = [new SliceWarning("R5301", "column 'extra' is not in the contract")],
            Outputs =
        [
            new StageOutput
            {
                Sink = StagingTarget.DeadLetters,
                Dataset = new DatasetRef("jsonl", "out/dlq/trades"),
                Mode = SinkMode.Append,
                Staging = ".runink/staging/20261120-093015-k3f9/02-gold/attempt-2/dead-letters",
                Parts = [new OutputPart("letters.jsonl", $"part-{Run}-02-2-0000.jsonl", 12, 4096, Hash)],
                Superseded = [$"part-{Run}-02-1-0000.jsonl"],
            },
        ],
        });

    [Fact]
    public void A_slice_is_written_and_read_as_version_1() => AssertGolden("slice-v1.json", SliceRecord.CurrentVersion,
        new SliceRecord
        {
            Run = Run,
            Stage = "01-silver",
            Number = 0,
            Attempts =
        [
            new SliceAttempt(1, Time, ".runink/logs/x/01-silver-1.log", Time.AddSeconds(1), "the slice was killed by signal 9"),
            new SliceAttempt(2, Time.AddSeconds(2), ".runink/logs/x/01-silver-2.log"),
        ],
        });

    [Fact]
    public void A_manifest_is_written_and_read_as_version_1() => AssertGolden("manifest-v1.json", DatasetManifest.CurrentVersion,
        new DatasetManifest
        {
            Dataset = "parquet://out/silver/trades",
            Run = Run,
            Stage = "01-silver",
            Attempt = 1,
            Committed = Time,
            Parts = [new ManifestPart($"region=EU/part-{Run}-01-1-0000.parquet", 88, 8192, Time.AddTicks(7), Hash, Run, "01-silver")],
        });

    [Theory]
    [InlineData("{\"version\":2}")]
    [InlineData("{\"version\":0}")]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("{\"version\":1,\"dataset\":")]
    public void What_cannot_be_understood_is_an_error_that_names_the_place(string json)
    {
        var failure = Assert.Throws<RuninkException>(
            () => LedgerJson.Read<DatasetManifest>(Encoding.UTF8.GetBytes(json), 1, "out/x/_manifest.json"));

        Assert.Equal("R5022", failure.Diagnostic.Definition.Code);
        Assert.Contains("out/x/_manifest.json", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Fields_that_a_later_minor_change_adds_are_passed_over()
    {
        var golden = File.ReadAllText(Golden("slice-v1.json")).TrimEnd().TrimEnd('}') + ",\"colour\":\"red\"}";

        Assert.Equal(2, LedgerJson.Read<SliceRecord>(Encoding.UTF8.GetBytes(golden), 1, "slice").Attempts.Count);
    }

    [Theory]
    [InlineData("run-v1.json")]
    [InlineData("stage-v1.json")]
    [InlineData("slice-v1.json")]
    [InlineData("manifest-v1.json")]
    public void Without_any_one_of_its_fields_a_record_is_refused_or_has_what_the_field_is_initialised_with(string file)
    {
        var golden = JsonNode.Parse(File.ReadAllText(Golden(file)))!.AsObject();
        foreach (var field in golden.Select(field => field.Key).Where(name => name != "version"))
        {
            var without = golden.DeepClone().AsObject();
            without.Remove(field);
            var (read, expected) = file switch
            {
                "run-v1.json" => Both<RunRecord>(without),
                "stage-v1.json" => Both<StageRecord>(without),
                "slice-v1.json" => Both<SliceRecord>(without),
                _ => Both<DatasetManifest>(without),
            };
            Assert.True(read == expected, $"without {field}: {read}, and not {expected}");
        }
    }

    [Fact]
    public void A_record_that_does_not_say_its_version_is_refused()
    {
        var golden = JsonNode.Parse(File.ReadAllText(Golden("run-v1.json")))!.AsObject();
        golden.Remove("version");

        Assert.Throws<RuninkException>(() => LedgerJson.Read<RunRecord>(Encoding.UTF8.GetBytes(golden.ToJsonString()), 1, "run"));
    }

    [Fact]
    public void An_output_that_does_not_say_what_it_replaces_replaces_nothing()
    {
        var golden = JsonNode.Parse(File.ReadAllText(Golden("stage-v1.json")))!.AsObject();
        golden["outputs"]![0]!.AsObject().Remove("superseded");

        var read = LedgerJson.Read<StageRecord>(Encoding.UTF8.GetBytes(golden.ToJsonString()), 1, "stage");

        Assert.Empty(read.Outputs[0].Superseded);
    }

    /// <summary>What is read by what is known when the program is compiled, and by reflection, which takes the values of initialisers.</summary>
    private static (string Compiled, string Reflected) Both<T>(JsonObject json)
        where T : ILedgerRecord
    {
        var reflection = new JsonSerializerOptions(PlanJson.Options) { TypeInfoResolver = new DefaultJsonTypeInfoResolver() };
        return (Try(() => LedgerJson.Read<T>(Encoding.UTF8.GetBytes(json.ToJsonString()), 1, "")), Try(() => json.Deserialize<T>(reflection)!));

        string Try(Func<T> read)
        {
            try
            {
                return JsonSerializer.Serialize(read(), reflection);
            }
            catch (Exception refused) when (refused is JsonException or RuninkException)
            {
                return "refused";
            }
        }
    }

    private static string Golden(string file) => Path.Combine(AppContext.BaseDirectory, "golden", file);

    private static string Compact(byte[] json)
    {
        using var document = JsonDocument.Parse(json);
        return JsonSerializer.Serialize(document.RootElement);
    }

    private static void AssertGolden<T>(string file, int version, T record)
        where T : ILedgerRecord
    {
        var golden = File.ReadAllBytes(Golden(file));
        var read = LedgerJson.Read<T>(golden, version, file);

        Assert.Equal(Compact(golden), Compact(LedgerJson.Write(record)));
        Assert.Equal(LedgerJson.Write(record), LedgerJson.Write(read));
    }
}
