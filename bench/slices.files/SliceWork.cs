using Runink.Data.Arrow.Ipc;
using Runink.Pipelines.Features;
using Runink.Pipelines.Planning;
using Runink.Pipelines.Planning.Slicing;
using Runink.Pipelines.Projects;
using Runink.Pipelines.Slices;
using Runink.Runs.Inputs;

namespace Runink.Bench.Slices;

/// <summary>
/// The work of a real slice: it reads and checks a file of a thousand records and passes them on over an edge. What would be the next
/// slice is this program, which sees when the first row comes.
/// </summary>
internal sealed class SliceWork
{
    private const int Records = 1000;
    private readonly ScenarioPlan _plan;
    private readonly PlannedSlice _slice;
    private readonly SliceEdge _edge;
    private readonly IReadOnlyList<PinnedInput> _inputs;
    private int _count;

    public SliceWork(string directory)
    {
        Directory.CreateDirectory(Path.Combine(directory, "data"));
        File.WriteAllText(Path.Combine(directory, "runink.yaml"), "name: bench\n");
        File.WriteAllText(Path.Combine(directory, "trade.odcs.yaml"), Contract);
        File.WriteAllLines(Path.Combine(directory, "data/trades.csv"), Lines());
        Project = Project.Find(directory);
        var reading = FeatureReader.Read(Feature, "first.feature");
        var values = new PlaceholderValues(new Dictionary<string, string>(), DateTimeOffset.UnixEpoch);
        var planned = Planner.Plan([reading.Feature!], Project, new PlanOptions(values));
        if (planned.HasErrors) throw new InvalidOperationException(string.Join('\n', planned.Diagnostics));
        _plan = planned.Scenarios.Single();
        var slices = StageSlices.Cut(_plan);
        _slice = slices.Slices[0];
        _edge = slices.Edges.Single(edge => edge.From == _slice.Index);
        _inputs = new InputPinner(Project).Pin(_plan.Nodes.OfType<SourceNode>());
    }

    /// <summary>The project that the file belongs to.</summary>
    public Project Project { get; }

    /// <summary>Makes room for one more slice of the same work.</summary>
    public SliceAssignment Next()
    {
        var number = Interlocked.Increment(ref _count);
        var room = Directory.CreateDirectory(Path.Combine(Project.StatePath, "bench", $"{number}")).FullName;
        var edge = NamedPipe.Make(Path.Combine(room, "edge"));
        return new()
        {
            Run = "bench",
            Stage = $"stage-{number}",
            Attempt = 1,
            RunTime = DateTimeOffset.UnixEpoch,
            Plan = _plan,
            Share = new SliceShare
            {
                Index = _slice.Index,
                Nodes = _slice.Nodes,
                Inputs = [],
                Outputs = [new EdgeEnd(_edge.Node, edge, _edge.Format)],
            },
            ProjectRoot = Project.Root,
            Inputs = [.. _inputs],
            Staging = [.. _plan.Sinks.Select(sink => sink.Id).Append(StagingTarget.DeadLetters).Select(sink => new StagingTarget(sink, Make(room, $"staging-{sink}")))],
            SpillDirectory = Make(room, "spill"),
            MemoryBytes = 256 << 20,
            Threads = 1,
        };
    }

    /// <summary>Reads what a slice passes on, to its end. Tells when the first rows were there.</summary>
    public static void Read(SliceAssignment assignment, Action first)
    {
        using var pipe = new FileStream(assignment.Share!.Outputs[0].Path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite, bufferSize: 0);
        using var reader = ArrowStreamReader.Open(pipe);
        var rows = 0;
        while (reader.Read() is { } batch)
        {
            if (rows == 0) first();
            rows += batch.RowCount;
            batch.Dispose();
        }

        if (rows != Records) throw new InvalidDataException($"{rows} rows came instead of {Records}");
    }

    /// <summary>Removes what was made for one slice.</summary>
    public static void Remove(SliceAssignment assignment) => Directory.Delete(Path.GetDirectoryName(assignment.SpillDirectory)!, recursive: true);

    private static string Make(string room, string name) => Directory.CreateDirectory(Path.Combine(room, name)).FullName;

    private static IEnumerable<string> Lines() =>
        Enumerable.Range(0, Records).Select(i => $"T{i},MSFT,{i % 100}.25,{i}").Prepend("trade_id,symbol,price,quantity");

    private const string Contract = """
        apiVersion: v3.1.0
        kind: DataContract
        id: trade
        name: Trades
        version: 1.0.0
        status: active
        schema:
          - name: trade
            logicalType: object
            properties:
              - name: trade_id
                logicalType: string
                required: true
              - name: symbol
                logicalType: string
              - name: price
                logicalType: number
              - name: quantity
                logicalType: integer
        """;

    private const string Feature = """"
        Feature: First rows

          @isolate @memory:256Mi @cpu:1
          Scenario: Pass on
            Given a table "trade" from "csv://data/trades.csv" under contract "trade.odcs.yaml" as trades
            When valued is calculated by SQL from trades
              """sql
              SELECT * FROM trades
              """
            Then valued goes to "csv://out/valued.csv"
            But records that fail go to the dead-letter queue "jsonl://out/letters"
        """";
}
