using Runink.Data.Sql;
using Runink.Execution.Sources.Arrow;
using Runink.Execution.Sources.Csv;
using Runink.Execution.Sources.Json;
using Runink.Execution.Validation;
using Runink.Pipelines.Planning;
using Runink.Pipelines.Planning.Sql;
using Runink.Pipelines.Types;

namespace Runink.Execution.Sources;

/// <summary>
/// How the engine reads one source: the call of a table function over the record reader for text, <c>read_parquet</c> for Parquet, a flow for Arrow. A source
/// of files may be scanned more than once (first for repeated keys); each scan opens the files anew.
/// </summary>
internal sealed class SourceScan(SourceNode source, IReadOnlyList<InputFile> files, ArrowIntake? arrow = null)
{
    private volatile RecordSource? _latest;

    /// <summary>The source.</summary>
    public SourceNode Source => source;

    /// <summary>Its files.</summary>
    public IReadOnlyList<InputFile> Files => files;

    /// <summary>Whether the record reader reads it.</summary>
    public bool IsText => arrow is null && source.Dataset.Format != "parquet";

    /// <summary>The stream that it is read from, when a step of one's own writes Arrow.</summary>
    public ArrowIntake? Arrow => arrow;

    /// <summary>Name of the table function of a text source.</summary>
    public string FunctionName => $"runi_source_{source.Id}";

    /// <summary>The relation to select raw records from.</summary>
    public string Reader => arrow?.Reader ?? (IsText ? $"{FunctionName}()" : $"({ParquetSelect()})");

    /// <summary>Bytes of all files.</summary>
    public long BytesTotal => files.Sum(file => file.Pinned.Size);

    /// <summary>Of text, the scan that was opened last, or null before the first.</summary>
    public SourceProgress? Progress => _latest?.Progress;

    /// <summary>Bytes read so far; 0 where the engine reads by itself.</summary>
    public long BytesRead => arrow?.BytesRead ?? Progress?.BytesRead ?? 0;

    /// <summary>Columns that the table function delivers before the record's place.</summary>
    public IReadOnlyList<string> ValueColumns => source.Dataset.Format == "csv"
        ? [.. source.Columns.Select((_, i) => $"r{i}")]
        : ["_json"];

    /// <summary>Of Parquet, the columns that some file has with values of another type: they are read as <see cref="Sql.SourceSql.Read"/>, too.</summary>
    public IReadOnlySet<string> Retyped { get; } = files.SelectMany(file => file.Retyped.Keys).ToHashSet(StringComparer.OrdinalIgnoreCase);

    /// <summary>Opens the files for one scan that wants the given of <see cref="ValueColumns"/>.</summary>
    public RecordSource Open(IReadOnlyList<int> wanted)
    {
        var opened = source.Dataset.Format == "csv"
            ? RecordSource.OpenCsv(
                [.. files.Select(file => new CsvFile(file.ToSource(), Narrow(file.Layout!, wanted)))],
                new CsvDialect(source.Options.Delimiter), source.Options.EncodingErrors)
            : RecordSource.OpenJson(
                [.. files.Select(file => file.ToSource())],
                source.Dataset.Format == "jsonl" ? JsonFraming.Lines : JsonFraming.Values, source.Options.EncodingErrors,
                columns: source.Columns);
        _latest = opened;
        return opened;
    }

    private static CsvLayout Narrow(CsvLayout layout, IReadOnlyList<int> wanted) =>
        layout with { Fields = [.. wanted.Select(column => layout.Fields[column])] };

    private string ParquetSelect() => files.Count == 0 ? NoRecords() : string.Join(" UNION ALL ", files.Select((file, number) =>
    {
        var columns = source.Columns.Select((column, i) => ParquetColumn(file, column, i));
        var position = $"{RecordPosition.Of(number, 1)} + file_row_number AS _runi_pos";
        var form = $"{(int)(file.Quarantined ? FormRules.Quarantined : RecordProblems.None)}::UTINYINT AS _runi_form";
        return $"SELECT {string.Join(", ", columns.Append(position).Append(form))} "
            + $"FROM read_parquet({SqlText.Literal(file.Path)}, hive_partitioning = false, file_row_number = true)";
    }));

    // The files are joined to one table, in which a column has one type: where they differ, the engine would round numbers before anyone looks at them. So such a
    // column is a text there, which letters show, beside the values that were read of each file by itself.
    private string ParquetColumn(InputFile file, Column column, int ordinal)
    {
        var name = SqlText.Identifier(column.Name);
        var value = ParquetValue(file, column.Name);
        if (!Retyped.Contains(column.Name)) return $"{value} AS {name}";
        var read = file.Retyped.TryGetValue(column.Name, out var type)
            ? ExactCast.OfAny(value, type, column.Type, CastSql.TypeRuleOf(source.TypeRules ?? [], column.Name), source.Options.TimeZone)
            : $"TRY_CAST({value} AS {DuckDbType.Of(column.Type)})";
        return $"{read} AS {Sql.SourceSql.Read(ordinal)}, CAST({value} AS VARCHAR) AS {name}";
    }

    // The engine's casts between local times and instants know the zone that is set, and no other.
    private string ParquetValue(InputFile file, string column)
    {
        var name = SqlText.Identifier(column);
        if (file.Missing.Contains(column)) return "NULL";
        var zone = file.OtherZoned.Contains(column) ? CastSql.TypeRuleOf(source.TypeRules ?? [], column)?.TimeZone : null;
        return zone is null ? name : $"{name} AT TIME ZONE {SqlText.Literal(zone)}";
    }

    // A dataset of Parquet that was published without records may have no part at all.
    private string NoRecords()
    {
        var columns = source.Columns.Select(column => $"CAST(NULL AS {DuckDbType.Of(column.Type)}) AS {SqlText.Identifier(column.Name)}");
        return $"SELECT {string.Join(", ", columns)}, NULL::BIGINT AS _runi_pos, {(int)RecordProblems.None}::UTINYINT AS _runi_form WHERE false";
    }
}
