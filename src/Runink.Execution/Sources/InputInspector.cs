using Runink.Data.Engines;
using Runink.Data.Sql;
using Runink.Execution.Sources.Csv;
using Runink.Pipelines.Diagnostics;
using Runink.Pipelines.Planning;
using Runink.Pipelines.Slices;
using Runink.Pipelines.Types;

namespace Runink.Execution.Sources;

/// <summary>Opens the pinned files of a source far enough to know their columns, and judges drift.</summary>
internal sealed class InputInspector(SliceAssignment assignment, EngineConnection connection, Action<ErrorDefinition, string> warn)
{
    private static readonly HashSet<string> None = [];

    /// <summary>The files of a source, in the order in which their records count.</summary>
    public IReadOnlyList<InputFile> Inspect(SourceNode source)
    {
        var drift = new DriftCheck(source, warn);
        var files = assignment.Inputs.Where(input => input.Node == source.Id).Select(input => Inspect(source, input, drift)).ToList();
        if (!source.Options.AllowEmpty && files.TrueForAll(file => file.Pinned.Size == 0))
            throw SliceErrors.BadInput(SliceErrors.Empty, $"{source.Dataset} is empty: {Names(files)}", source.At);
        return files;
    }

    /// <summary>Refuses a source that turned out to hold no record.</summary>
    public static void RequireRecords(SourceNode source, long records, IReadOnlyList<InputFile> files)
    {
        if (records == 0 && !source.Options.AllowEmpty)
            throw SliceErrors.BadInput(SliceErrors.Empty, $"{source.Dataset} holds no records: {Names(files)}", source.At);
    }

    private InputFile Inspect(SourceNode source, PinnedInput input, DriftCheck drift)
    {
        var path = assignment.PathOf(input);
        return source.Dataset.Format switch
        {
            "csv" => InspectCsv(source, new InputFile(input, path, null, None, false), drift),
            "parquet" => InspectParquet(new InputFile(input, path, null, None, false), source, drift),
            _ => new InputFile(input, path, null, None, Quarantined: false),
        };
    }

    private static InputFile InspectCsv(SourceNode source, InputFile file, DriftCheck drift)
    {
        var wanted = source.Columns.Select(column => column.Name).ToList();
        if (!source.Options.Header)
        {
            CsvHeader.RefuseLoneCarriageReturns(file.ToSource());
            return file with { Layout = new CsvLayout(wanted.Count, [.. Enumerable.Range(0, wanted.Count)]) };
        }

        var header = CsvHeader.Read(file.ToSource(), new CsvDialect(source.Options.Delimiter));
        if (header.DuplicateNames.Count > 0)
        {
            // A first line that is a record has values, not names; those of the source's own columns are no secret.
            var known = string.Join(", ", header.DuplicateNames.Where(name => wanted.Contains(name, StringComparer.OrdinalIgnoreCase)));
            var names = known.Length > 0 ? known : "a column";
            throw SliceErrors.BadInput(SliceErrors.DuplicateColumn, $"{file.Pinned.Path}:1: the header names {names} more than once", source.At);
        }

        if (header.Names.Count == 0) return file with { Layout = header.LayoutFor(wanted) };
        var quarantined = drift.Judge(file.Pinned.Path, [.. header.Names.Select(name => new FoundColumn(name, Type: null))]);
        return file with { Layout = header.LayoutFor(wanted), Quarantined = quarantined };
    }

    private InputFile InspectParquet(InputFile file, SourceNode source, DriftCheck drift)
    {
        var columns = connection.Describe($"SELECT * FROM read_parquet({SqlText.Literal(file.Path)}, hive_partitioning = false)");
        List<FoundColumn> found = [.. columns.Select(column => new FoundColumn(column.Name, ColumnTypeParser.FromEngine(column.Type)))];
        var quarantined = drift.Judge(file.Pinned.Path, found);
        var missing = source.Columns.Where(column => !found.Exists(other => IsNamed(other, column)));
        var otherZoned = source.Columns.Where(column => found.Exists(other => IsNamed(other, column) && IsOtherZoned(other.Type!, column.Type)));
        var retyped = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var column in source.Columns)
        {
            var index = found.FindIndex(other => IsNamed(other, column) && !column.Type.Holds(other.Type!));
            if (index >= 0) retyped.Add(column.Name, columns[index].Type);
        }

        return file with { Missing = NamesOf(missing), OtherZoned = NamesOf(otherZoned), Retyped = retyped, Quarantined = quarantined };
    }

    private static bool IsNamed(FoundColumn found, Column column) => string.Equals(found.Name, column.Name, StringComparison.OrdinalIgnoreCase);

    private static bool IsOtherZoned(ColumnType found, ColumnType wanted) => (found.Kind, wanted.Kind)
        is (TypeKind.Timestamp, TypeKind.TimestampTz) or (TypeKind.TimestampTz, TypeKind.Timestamp);

    private static HashSet<string> NamesOf(IEnumerable<Column> columns) =>
        columns.Select(column => column.Name).ToHashSet(StringComparer.OrdinalIgnoreCase);

    private static string Names(IReadOnlyList<InputFile> files) => string.Join(", ", files.Take(3).Select(file => file.Pinned.Path));
}
