using Runink.Data.Engines;
using Runink.Execution.Checks;
using Runink.Execution.Edges;
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
/// Executes one stage: puts the engine inside its walls, defines every flow, writes the sinks, judges the checks, seals what was written. One use, one thread;
/// the engine brings its own.
/// </summary>
internal sealed class StageRunner
{
    private readonly SliceAssignment _assignment;
    private readonly EventWriter _events;
    private readonly Engine _engine;
    private readonly ScenarioPlan _plan;
    private readonly SliceScope _scope;
    private readonly Dictionary<int, string> _staging;

    // Replaced, never changed: the progress timer goes through it meanwhile.
    private volatile IReadOnlyList<JudgedSource> _sources = [];
    private volatile string _step = "opening";

    /// <summary>A runner for one assignment.</summary>
    /// <param name="assignment">The assignment.</param>
    /// <param name="events">Where it reports to.</param>
    /// <param name="engine">An instance with the assignment's limits that holds nothing; belongs to the caller.</param>
    public StageRunner(SliceAssignment assignment, EventWriter events, Engine engine)
    {
        (_assignment, _events, _engine, _plan) = (assignment, events, engine, assignment.Plan);
        _scope = new SliceScope(_plan, assignment.Share);
        _staging = assignment.Staging.ToDictionary(target => target.Sink, target => target.Directory);
    }

    /// <summary>Does the work.</summary>
    /// <exception cref="RuninkException">An expected failure of input, plan or machine.</exception>
    /// <exception cref="EngineException">The engine refused or was interrupted.</exception>
    public SliceFinished Run(CancellationToken cancellation)
    {
        using var connection = _engine.Connect();
        using var letters = OpenLetters();
        using var progress = new SliceProgressReporter(_events, Measure);
        KeyedHash.Register(_engine, _assignment.MaskingKey);
        _engine.Register(new RefuseFunction());
        var inspector = new InputInspector(_assignment, connection, Warn);
        using var edges = new EdgeFlows();
        edges.Register(_engine);
        foreach (var node in _scope.Nodes) Prepare(node, inspector, edges, letters);
        var flows = new StageFlows(_plan, _scope, _engine, edges, SourceOf) { Report = flow => _step = flow };
        if (!_engine.IsLockedDown) _engine.LockDown(Walls());

        flows.Define(connection, cancellation);
        var written = flows.WriteEdges(connection, cancellation);
        var parts = WriteSinks(connection, cancellation);
        foreach (var source in _sources) source.ReadIfUntouched(connection, cancellation);
        foreach (var source in _sources) source.RequireComplete();
        var (read, failed) = (RecordsRead(), _sources.Sum(source => source.Failed));
        _step = "checking";
        var checks = new CheckRunner(connection);
        var verdicts = _scope.Checks.Select(check => checks.Judge(check, read, failed, cancellation)).ToList();
        _step = "sealing";
        if (letters is { Letters: > 0 }) parts.Add(letters.Complete());
        return new SliceFinished
        {
            RecordsRead = read,
            RecordsFailed = failed,
            FailedByRule = CountsByRule(),
            Parts = PartSealer.Seal(parts, _staging, _assignment.Threads, cancellation),
            Checks = [.. verdicts],
            PeakMemoryBytes = ProcessUsage.PeakMemoryBytes(),
            CpuMilliseconds = ProcessUsage.CpuMilliseconds(),
            EdgeBytes = written + _sources.Where(source => source.IsIntake).Sum(source => source.BytesRead),
        };
    }

    private LetterWriter? OpenLetters() => _plan.DeadLetters is null
        ? null
        : new LetterWriter(Path.Combine(_staging[StagingTarget.DeadLetters], _scope.LettersName));

    private void Prepare(PlanNode node, InputInspector inspector, EdgeFlows edges, LetterWriter? letters)
    {
        var judged = node switch
        {
            SourceNode source => Inspected(new SourceScan(source, inspector.Inspect(source)), letters),
            ProgramNode program => Intake(program, edges, letters),
            _ => null,
        };
        if (judged is null) return;
        judged.Register(_engine);
        _sources = [.. _sources, judged];
    }

    private JudgedSource Inspected(SourceScan scan, LetterWriter? letters) =>
        new(_assignment, scan, ImplicitRules.Of(scan.Source, scan.Retyped), letters);

    private JudgedSource Intake(ProgramNode program, EdgeFlows edges, LetterWriter? letters)
    {
        var edge = _scope.Inputs.Single(edge => edge.Node == program.Id);
        var scan = ProgramIntake.Scan(program, program.Program, program.Hash, edge, edges);
        return new(_assignment, scan, ProgramIntake.Rules(scan.Source), letters);
    }

    // A directory is allowed twice: what lies in it, and itself as the target of a copy in parts.
    private EngineWalls Walls() => _assignment.Walls is { } walls ? new(walls, []) : new(
        [.. _staging.Values, _assignment.SpillDirectory],
        [.. _staging.Values, .. ParquetFiles()]);

    private IEnumerable<string> ParquetFiles() =>
        _sources.Where(source => !source.Scan.IsText && !source.IsIntake).SelectMany(source => source.Scan.Files).Select(file => file.Path);

    private List<WrittenPart> WriteSinks(EngineConnection connection, CancellationToken cancellation)
    {
        var writer = new SinkWriter(connection, _assignment.Ordered);
        var parts = new List<WrittenPart>();
        foreach (var sink in _scope.Sinks)
        {
            _step = sink.Dataset.Identity;
            var node = _plan.Nodes[sink.Input];
            parts.AddRange(writer.Write(sink, StageSql.Named(node), node.Columns, _staging[sink.Id], cancellation));
        }

        return parts;
    }

    private JudgedSource SourceOf(int node) => _sources.Single(source => source.Scan.Source.Id == node);

    // What a program returns was read from a dataset before.
    private long RecordsRead() => _sources.Where(source => !source.IsIntake).Sum(source => source.Read);

    private SortedDictionary<string, long> CountsByRule()
    {
        var counts = new SortedDictionary<string, long>(StringComparer.Ordinal);
        foreach (var source in _sources) source.AddCountsTo(counts);
        return counts;
    }

    private void Warn(ErrorDefinition definition, string message) => _events.Send(new SliceWarning(definition.Code, message));

    private SliceProgress Measure() => new(
        RecordsRead(), _sources.Sum(source => source.Failed),
        _sources.Sum(source => source.BytesRead), _sources.Sum(source => source.Scan.BytesTotal), _step);
}
