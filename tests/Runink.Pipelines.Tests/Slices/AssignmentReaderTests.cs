using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using Runink.Pipelines.Diagnostics;
using Runink.Pipelines.Planning;
using Runink.Pipelines.Slices;
using Runink.Pipelines.Slices.Reading;
using Runink.Pipelines.Types;

namespace Runink.Pipelines.Tests.Slices;

/// <summary>The reader of assignments understands what the serialiser writes, as the serialiser does.</summary>
public sealed class AssignmentReaderTests
{
    // Knows nothing beforehand, and gives a property that the text does not name the value that it is initialised with.
    private static readonly JsonSerializerOptions s_reflection = new(PlanJson.Options) { TypeInfoResolver = new DefaultJsonTypeInfoResolver() };

    private static readonly SourceSpan s_at = new("features/a.feature", 3, 5, 7);
    private static readonly DatasetRef s_dataset = new("csv", "data/ä \"b\".csv");
    private static readonly ContractRef s_contract = new("trade", "1.2.0", "trade.odcs.yaml", "trade", "ab12");
    private static readonly EquatableList<Column> s_columns =
        [new("id", ColumnType.Int64), new("price", ColumnType.DecimalOf(18, 4), Classification.Restricted)];

    [Fact]
    public void Everything_that_an_assignment_can_say_is_read() =>
        Assert.Equal(PlanJson.Read<SliceAssignment>(PlanJson.Write(Full())), AssignmentReader.Read(PlanJson.Write(Full())));

    [Fact]
    public void What_the_serialiser_knows_when_it_is_compiled_is_what_reflection_finds() =>
        Assert.Equal(JsonSerializer.Serialize(Full(), s_reflection), PlanJson.Write(Full()));

    [Fact]
    public void Every_named_value_of_a_plan_has_a_converter_of_its_own() => Assert.All(
        typeof(PlanJsonContext).GetProperties().Select(known => known.PropertyType).Where(type => type.IsGenericType)
            // A type of a column is one text, whatever its kind.
            .Select(type => type.GetGenericArguments()[0]).Where(type => type.IsEnum && type != typeof(TypeKind)),
        named => Assert.True(PlanJson.Options.Converters.SkipLast(1).Any(converter => converter.CanConvert(named)), $"{named.Name} has none"));

    [Fact]
    public void The_fullest_assignment_has_a_step_of_every_kind() => Assert.Equal(
        typeof(PlanNode).Assembly.GetTypes().Where(type => type.IsSubclassOf(typeof(PlanNode))).Select(type => type.Name).Order(),
        Full().Plan.Nodes.Select(node => node.GetType().Name).Distinct().Order());

    [Fact]
    public void What_is_not_written_since_it_is_nothing_is_not_missed()
    {
        var bare = Full() with
        {
            Build = null,
            Share = null,
            OutsideRoot = null,
            MaskingKey = null,
            Stay = false,
            Walls = null,
            Plan = Plan() with
            {
                Nodes = [((SourceNode)Nodes().First()) with { Contract = null, TypeRules = null }, ((ProgramNode)Nodes().Last()) with { Endpoints = null, Method = null, Reads = null }],
                Sinks = [Plan().Sinks[0] with { Condition = null, Partition = null }],
                DeadLetters = null,
                Checks = [Plan().Checks[0] with { Minimum = null, Maximum = null, Input = null }],
                Resources = new(),
            },
        };
        Assert.Equal(bare, AssignmentReader.Read(PlanJson.Write(bare)));
    }

    [Fact]
    public void Without_any_one_of_its_fields_it_is_refused_or_means_what_it_means_to_the_serialiser()
    {
        var refused = Change(field => field.Parent!.AsObject().Remove(field.GetPropertyName()));
        Assert.Contains("$.plan.nodes[0].dataset", refused);
        Assert.Contains("$.memoryBytes", refused);
        Assert.DoesNotContain("$.maskingKey", refused);
    }

    [Fact]
    public void With_a_field_of_another_kind_it_is_refused_or_means_what_it_means_to_the_serialiser()
    {
        var refused = Change(field => field.ReplaceWith(new JsonObject { ["odd"] = new JsonArray(1, "x") }));
        Assert.Contains("$.threads", refused);
        Assert.Contains("$.plan.nodes[8].reads", refused);
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("{\"version\":1")]
    [InlineData("{}")]
    public void What_is_no_assignment_is_refused(string json) => Assert.ThrowsAny<JsonException>(() => AssignmentReader.Read(json));

    [Theory]
    [InlineData("\"left\"", "\"sideways\"")]
    [InlineData("\"left\"", "\"1\"")]
    [InlineData("\"left\"", "\"left, full\"")]
    [InlineData("\"delimiter\":\";\"", "\"delimiter\":\";;\"")]
    [InlineData("\"decimal(18,4)\"", "\"money\"")]
    [InlineData("\"kind\":\"union\"", "\"kind\":\"onion\"")]
    public void A_value_that_means_nothing_is_refused(string before, string after)
    {
        var json = PlanJson.Write(Full());
        Assert.Contains(before, json, StringComparison.Ordinal);
        Assert.ThrowsAny<JsonException>(() => AssignmentReader.Read(json.Replace(before, after, StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("INTERVAL")]
    [InlineData("MAP(VARCHAR, BIGINT)")]
    [InlineData("\\\"NULL\\\"")]
    public void A_type_of_the_engine_that_is_none_of_ours_is_read(string type)
    {
        var json = PlanJson.Write(Full()).Replace("\"decimal(18,4)\"", $"\"{type}\"", StringComparison.Ordinal);
        var read = AssignmentReader.Read(json);
        Assert.Contains(read.Plan.Nodes.SelectMany(node => node.Columns), column => column.Type.EngineName == type.Replace("\\", "", StringComparison.Ordinal));
        Assert.Equal(PlanJson.Read<SliceAssignment>(json), read);
    }

    /// <summary>Changes each field in turn, and returns the places of those without which the assignment is refused.</summary>
    private static HashSet<string> Change(Action<JsonNode> change)
    {
        var json = PlanJson.Write(Full());
        var places = Fields(JsonNode.Parse(json)).Select(field => field.GetPath()).ToList();
        Assert.True(places.Count > 150, $"only {places.Count} fields");
        var refused = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < places.Count; i++)
        {
            var changed = JsonNode.Parse(json)!;
            change(Fields(changed).ElementAt(i));
            var read = TryRead(AssignmentReader.Read, changed.ToJsonString());
            if (read is null) refused.Add(places[i]);
            else Assert.True(read.Equals(TryRead(text => JsonSerializer.Deserialize<SliceAssignment>(text, s_reflection)!, changed.ToJsonString())), $"{places[i]} is understood otherwise");
        }

        return refused;
    }

    private static SliceAssignment? TryRead(Func<string, SliceAssignment> read, string json)
    {
        try
        {
            return read(json);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static IEnumerable<JsonNode> Fields(JsonNode? node) => node switch
    {
        JsonObject parent => parent.Where(field => field.Value is not null).SelectMany(field => Fields(field.Value).Prepend(field.Value!)),
        JsonArray list => list.SelectMany(Fields),
        _ => [],
    };

    private static SliceAssignment Full() => new()
    {
        Build = "b1",
        Run = "R1",
        Stage = "01-silver",
        Attempt = 2,
        Epoch = 3,
        RunTime = DateTimeOffset.UnixEpoch.AddDays(20_000.5),
        Plan = Plan(),
        Share = new()
        {
            Index = 1,
            Nodes = [0, 1],
            Inputs = [new(0, "/slice/pipe-0", RecordFormat.JsonLines) { IsOwnStep = true, Columns = ["id"] }],
            Outputs = [new(1, "/slice/pipe-1", RecordFormat.Arrow)],
        },
        ProjectRoot = "/slice/project",
        OutsideRoot = "/slice/outside",
        Inputs = [new(0, "data/trades.csv", 120, DateTimeOffset.UnixEpoch, "ab12")],
        Staging = [new(0, "/slice/staging/0"), new(StagingTarget.DeadLetters, "/slice/staging/letters")],
        SpillDirectory = "/slice/spill",
        MemoryBytes = 1L << 30,
        Threads = 2,
        MaskingKey = "bm90IGEga2V5",
        Ordered = true,
        Stay = true,
        Walls = ["/slice/project", "/slice/staging"],
    };

    private static ScenarioPlan Plan() => new()
    {
        Name = "Silver",
        Feature = "features/a.feature",
        At = s_at,
        Nodes = [.. Nodes()],
        Sinks =
        [
            new()
            {
                Id = 0, Input = 8, Dataset = s_dataset, At = s_at, Condition = "price > 0", Mode = SinkMode.ReplacePartition, PartitionBy = ["region"],
                Partition = "region=EU", Delimiter = ';', Header = false, ClearedFor = Classification.Confidential,
            },
            new() { Id = 1, Input = 8, Dataset = s_dataset, At = s_at },
        ],
        DeadLetters = new(s_dataset, s_at) { ClearedFor = Classification.Restricted },
        Checks =
        [
            new() { Kind = CheckKind.PassRate, Name = "pass", At = s_at, Minimum = 95.5 },
            new() { Kind = CheckKind.NotNull, Name = "nulls", At = s_at, Input = 8, Fields = ["id"], Maximum = 0, Severity = CheckSeverity.Warn },
        ],
        Resources = new() { Cpu = 1.5, MemoryBytes = 1L << 30, TimeoutSeconds = 90, Isolation = SliceIsolation.Strict, Retries = 2 },
        Hash = "ab12",
    };

    private static IEnumerable<PlanNode> Nodes()
    {
        yield return new SourceNode
        {
            Id = 0,
            Flow = "rows",
            At = s_at,
            Columns = s_columns,
            Inputs = [],
            Bounded = false,
            Table = "trade",
            Dataset = s_dataset,
            Contract = s_contract,
            TypeRules = [Rule()],
            Options = new() { Delimiter = ';', Header = false, Columns = s_columns, TimeZone = "Europe/Berlin", EncodingErrors = EncodingErrors.Replace, AllowEmpty = true },
            Drift = new(DriftAction.Quarantine, DriftAction.Ignore),
        };
        yield return new ValidateNode { Id = 1, Flow = "valid", At = s_at, Columns = s_columns, Inputs = [0], Contract = s_contract, Rules = [Rule()] };
        yield return new MaskNode { Id = 2, Flow = "masked", At = s_at, Columns = s_columns, Inputs = [1], Masks = [new("id", MaskMethod.KeepLast) { Keep = 4 }, new("price", MaskMethod.Generalise) { To = "0.01" }] };
        yield return new SqlNode { Id = 3, Flow = "sql", At = s_at, Columns = s_columns, Inputs = [2], Sql = "SELECT 'ü'\nFROM t", Dialect = "other", InputNames = ["t"], SinglePass = true };
        yield return new FilterNode { Id = 4, Flow = "few", At = s_at, Columns = s_columns, Inputs = [3], Condition = "price > 0" };
        yield return new JoinNode { Id = 5, Flow = "both", At = s_at, Columns = s_columns, Inputs = [4, 0], Join = JoinKind.Left, Keys = ["id"] };
        yield return new UnionNode { Id = 6, Flow = "all", At = s_at, Columns = s_columns, Inputs = [5, 4] };
        yield return new DeduplicateNode { Id = 7, Flow = "once", At = s_at, Columns = s_columns, Inputs = [6], Keys = ["id"] };
        yield return new ProgramNode
        {
            Id = 8,
            Flow = "own",
            At = s_at,
            Columns = s_columns,
            Inputs = [7],
            Program = "steps/own.cs",
            Hash = "cd34",
            Format = RecordFormat.Arrow,
            Endpoints = ["example.org:443"],
            Method = "Own",
            Reads = ["id"],
        };
    }

    private static RecordRule Rule() => new()
    {
        Kind = RuleKind.OneOf,
        Fields = ["id", "price"],
        Name = "enum",
        Argument = "a",
        TimeZone = "UTC",
        Values = ["1", "2"],
        Expected = "one of 1, 2",
    };
}
