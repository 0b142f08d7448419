using Runink.Data.Engines;
using Runink.Execution.Checks;
using Runink.Execution.Events;
using Runink.Execution.Masking;
using Runink.Execution.Sinks;
using Runink.Execution.Sources;
using Runink.Execution.Sql;
using Runink.Execution.Validation;
using Runink.Pipelines.Diagnostics;
using Runink.Pipelines.Planning;
using Runink.Pipelines.Slices;

namespace Runink.Execution.Stages;

/// <summary>
/// Executes one stage: opens the engine inside its walls, defines every flow, writes the sinks, judges the checks, seals what was written. One use, one thread;
/// the engine brings its own.
/// </summary>
internal sealed class StageRunner(SliceAssignment assignment, EventWriter events)
{
    // The rest of the limit is the runtime, the record reader's blocks and the engine's buffers outside its own accounting.
    private const double EngineShare = 0.6;

    private readonly ScenarioPlan _plan = assignment.Plan;
    private readonly Dictionary<int, string> _staging = assignment.Staging.ToDictionary(target => target.Sink, target => target.Directory);

    // Replaced, never changed: the progress timer goes through it meanwhile.
    private volatile IReadOnlyList<JudgedSource> _sources = [];
    private volatile string _step = "opening";

    /// <summary>Does the work.</summary>
    /// <exception cref="RuninkException">An expected failure of input, plan or machine.</exception>
    /// <exception cref="EngineException">The engine refused or was interrupted.</exception>
    public SliceFinished Run(CancellationToken cancellation)
    {
        using var engine = Engine.Open(new EngineOptions
        {
            MemoryLimitBytes = (long)(assignment.MemoryBytes * EngineShare),
            Threads = assignment.Ordered ? 1 : assignment.Threads,
            SpillDirectory = assignment.SpillDirectory,
            PreserveInsertionOrder = assignment.Ordered,
        });
        using var connection = engine.Connect();
        using var letters = OpenLetters();
        using var progress = new SliceProgressReporter(events, Measure);
        KeyedHash.Register(engine, assignment.MaskingKey);
        var inspector = new InputInspector(assignment, connection, Warn);
        foreach (var source in _plan.Nodes.OfType<SourceNode>()) Prepare(source, inspector, engine, letters);
        connection.Execute(SinkWriter.Settings, cancellation);
        engine.LockDown(Walls());

        DefineFlows(connection, cancellation);
        var parts = WriteSinks(connection, cancellation);
        foreach (var source in _sources) source.ReadIfUntouched(connection, cancellation);
        foreach (var source in _sources) source.RequireComplete();
        var (read, failed) = (_sources.Sum(source => source.Read), _sources.Sum(source => source.Failed));
        _step = "checking";
        var checks = new CheckRunner(connection);
        var verdicts = _plan.Checks.Select(check => checks.Judge(check, read, failed, cancellation)).ToList();
        _step = "sealing";
        if (letters is { Letters: > 0 }) parts.Add(letters.Complete());
        return new SliceFinished
        {
            RecordsRead = read,
            RecordsFailed = failed,
            FailedByRule = CountsByRule(),
            Parts = PartSealer.Seal(parts, _staging, assignment.Threads, cancellation),
            Checks = [.. verdicts],
            PeakMemoryBytes = ProcessUsage.PeakMemoryBytes(),
            CpuMilliseconds = ProcessUsage.CpuMilliseconds(),
        };
    }

    private LetterWriter? OpenLetters() => _plan.DeadLetters is null
        ? null
        : new LetterWriter(Path.Combine(_staging[StagingTarget.DeadLetters], "letters.jsonl"));

    private void Prepare(SourceNode source, InputInspector inspector, Engine engine, LetterWriter? letters)
    {
        var judged = new JudgedSource(assignment, source, inspector.Inspect(source), letters);
        judged.Register(engine);
        _sources = [.. _sources, judged];
    }

    // A directory is allowed twice: what lies in it, and itself as the target of a copy in parts.
    private EngineWalls Walls() => new(
        [.. _staging.Values, assignment.SpillDirectory],
        [.. _staging.Values, .. _sources.Where(source => !source.Scan.IsText).SelectMany(source => source.Scan.Files).Select(file => file.Path)]);

    private void DefineFlows(EngineConnection connection, CancellationToken cancellation)
    {
        var sql = new StageSql(_plan);
        foreach (var node in _plan.Nodes)
        {
            _step = node.Flow;
            // A validation reads its source itself, in the same pass; the source has a relation of its own only for other readers.
            if (node is SourceNode && sql.Graph.IsValidated(node.Id) && sql.Graph.Uses(node.Id) == 1) continue;
            connection.Execute(sql.Define(node, reader => Judge(reader, sql.Graph, connection, cancellation)), cancellation);
        }
    }

    private string Judge(PlanNode node, FlowGraph graph, EngineConnection connection, CancellationToken cancellation)
    {
        var id = node is ValidateNode validate ? validate.Inputs[0] : node.Id;
        return _sources.Single(source => source.Scan.Source.Id == id).Select(node, graph, connection, cancellation);
    }

    private List<WrittenPart> WriteSinks(EngineConnection connection, CancellationToken cancellation)
    {
        var writer = new SinkWriter(connection, assignment.Ordered);
        var parts = new List<WrittenPart>();
        foreach (var sink in _plan.Sinks)
        {
            _step = sink.Dataset.Identity;
            parts.AddRange(writer.Write(sink, StageSql.Relation(sink.Input), _plan.Nodes[sink.Input].Columns, _staging[sink.Id], cancellation));
        }

        return parts;
    }

    private SortedDictionary<string, long> CountsByRule()
    {
        var counts = new SortedDictionary<string, long>(StringComparer.Ordinal);
        foreach (var source in _sources) source.AddCountsTo(counts);
        return counts;
    }

    private void Warn(ErrorDefinition definition, string message) => events.Send(new SliceWarning(definition.Code, message));

    private SliceProgress Measure() => new(
        _sources.Sum(source => source.Read), _sources.Sum(source => source.Failed),
        _sources.Sum(source => source.BytesRead), _sources.Sum(source => source.Scan.BytesTotal), _step);
}
