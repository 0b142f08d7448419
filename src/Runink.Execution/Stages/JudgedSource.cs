using System.Globalization;
using Runink.Data.Engines;
using Runink.Execution.Sources;
using Runink.Execution.Sql;
using Runink.Execution.Validation;
using Runink.Pipelines.Planning;
using Runink.Pipelines.Slices;

namespace Runink.Execution.Stages;

/// <summary>
/// A source with the rules that judge its records: those of the validation that reads it, or only "is of its column's type" when none does.
/// </summary>
internal sealed class JudgedSource
{
    private readonly ValidateNode? _validation;
    private readonly IReadOnlyList<RecordRule> _rules;
    private readonly IReadOnlyList<RecordRule> _ownRules;
    private readonly RejectTap _tap;
    private readonly RejectTap _silentTap;
    private long? _parquetRecords;
    private string? _select;

    public JudgedSource(
        SliceAssignment assignment, SourceScan scan, IReadOnlyList<RecordRule> ownRules, LetterWriter? letters)
    {
        var source = scan.Source;
        _validation = assignment.Plan.Nodes.OfType<ValidateNode>().FirstOrDefault(node => node.Inputs[0] == source.Id);
        _rules = _validation is not null ? _validation.Rules : ownRules;
        Scan = scan;
        _ownRules = ownRules;
        _tap = Tap("reject", _rules, letters);
        _silentTap = Tap("drop", ownRules, letters: null, silent: true);

        // An engine that is used again knows those of other shapes by other names, and cannot mistake one for the other.
        RejectTap Tap(string what, IReadOnlyList<RecordRule> rules, LetterWriter? letters, bool silent = false) => new(
            $"runi_{what}_{source.Id}_{rules.Count}_{source.Columns.Count}",
            new LetterContext(assignment, source, _validation?.Contract, [.. scan.Files.Select(file => file.Pinned)], rules), letters)
        { Silent = silent };
    }

    /// <summary>Whether its records come from a program and not from a dataset.</summary>
    public bool IsIntake => Scan.Files.Any(file => file.IsPipe);

    /// <summary>How its records are read.</summary>
    public SourceScan Scan { get; }

    /// <summary>Records read so far.</summary>
    public long Read => Scan.Arrow?.Records ?? (Scan.IsText ? Scan.Progress?.RecordsDelivered ?? 0 : _parquetRecords ?? 0);

    /// <summary>Bytes read so far.</summary>
    public long BytesRead => Scan.BytesRead;

    /// <summary>Records that failed so far.</summary>
    public long Failed => _tap.Counters.Failed;

    // A pipe that was opened is being read; the engine reads Parquet by itself, whatever comes of it.
    private bool WasRead => Scan.Arrow is { } arrow
        ? arrow.IsComplete || arrow.Records > 0
        : !Scan.IsText || (IsIntake ? Scan.Progress is not null : Scan.Progress is { BytesRead: > 0 });

    /// <summary>Makes its functions known to the engine, which must happen before the walls close.</summary>
    public void Register(Engine engine)
    {
        if (Scan.IsText) engine.Register(new RecordTable(Scan));
        engine.Register(_tap);
        engine.Register(_silentTap);
        foreach (var pattern in _rules.Where(rule => rule.Kind == RuleKind.Pattern).Select(rule => rule.Argument!).Distinct(StringComparer.Ordinal))
        {
            if (PatternSql.NeedsFunction(pattern)) engine.Register(new PatternFunction(pattern));
        }
    }

    /// <summary>
    /// The SELECT of the records that pass, for the validation, or for the source itself. Beside a validation, other readers of the source get its castable
    /// records without letters: the validation writes those.
    /// </summary>
    public string Select(PlanNode node, FlowGraph graph, EngineConnection connection, CancellationToken cancellation)
    {
        var beside = _validation is not null && node is SourceNode;
        var rules = beside ? _ownRules : _rules;
        Scan.Arrow?.Open();
        var sql = new SourceSql(Scan.Source, rules, Scan.Arrow?.Types, Scan.Retyped);
        var duplicates = beside ? [] : FindDuplicates(sql, connection, cancellation);
        if (!Scan.IsText && Scan.Arrow is null) _parquetRecords = Count(Scan.Reader, connection, cancellation);
        var select = sql.Judged(
            Scan.Reader, (beside ? _silentTap : _tap).Name, duplicates, graph.MasksDownstream(Scan.Source.Id), graph.NeedsPosition(node.Id));
        if (!beside) _select = select;
        return select;
    }

    /// <summary>
    /// Reads a source that the engine found no need to read, because a later condition is never true: its failing records still have to be reported.
    /// </summary>
    public void ReadIfUntouched(EngineConnection connection, CancellationToken cancellation)
    {
        if (_select is null || WasRead) return;
        using var drained = connection.Query($"SELECT count(*) FROM ({_select})", cancellation);
        _ = drained.Scalar();
    }

    /// <summary>Fails unless every record of every file was delivered, once, and there was at least one.</summary>
    public void RequireComplete()
    {
        if (Scan.Arrow is { IsComplete: false } || (Scan.IsText && Scan.Progress is not { FullyConsumed: true }))
            throw SliceErrors.Exception(SliceErrors.Incomplete, $"{Scan.Source.Dataset} was not read to its end", Scan.Source.At);

        InputInspector.RequireRecords(Scan.Source, Read, Scan.Files);
    }

    /// <summary>Adds what its records broke to the totals.</summary>
    public void AddCountsTo(IDictionary<string, long> totals) => _tap.Counters.AddTo(totals);

    private Dictionary<int, string> FindDuplicates(SourceSql sql, EngineConnection connection, CancellationToken cancellation)
    {
        var tables = new Dictionary<int, string>();
        for (var i = 0; i < _rules.Count; i++)
        {
            if (_rules[i].Kind != RuleKind.Unique) continue;
            var table = $"repeated_{Scan.Source.Id}_{i}";
            connection.Execute($"CREATE TEMP TABLE {table} AS {sql.Duplicates(Scan.Reader, _rules[i])}", cancellation);
            // Usually no key repeats, and then the main pass need not join at all.
            if (Count(table, connection, cancellation) > 0) tables.Add(i, table);
        }

        return tables;
    }

    private static long Count(string relation, EngineConnection connection, CancellationToken cancellation)
    {
        using var result = connection.Query($"SELECT count(*) FROM {relation}", cancellation);
        return Convert.ToInt64(result.Scalar(), CultureInfo.InvariantCulture);
    }
}
