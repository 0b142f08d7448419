using Runink.Pipelines.Diagnostics;
using Runink.Pipelines.Planning;
using Runink.Pipelines.Types;

namespace Runink.Execution.Sources;

/// <summary>
/// Compares the columns that a file has with those that the plan expects, before any record is read (semantics section 2).
/// </summary>
internal sealed class DriftCheck(SourceNode source, Action<ErrorDefinition, string> warn)
{
    /// <summary>Judges one file; true when its records go to quarantine.</summary>
    /// <param name="file">Name of the file in messages.</param>
    /// <param name="found">Its columns.</param>
    /// <exception cref="RuninkException">The drift is an error.</exception>
    public bool Judge(string file, IReadOnlyList<FoundColumn> found)
    {
        var names = found.Select(column => column.Name).ToHashSet(StringComparer.OrdinalIgnoreCase);
        var expected = source.Columns.Select(column => column.Name).ToHashSet(StringComparer.OrdinalIgnoreCase);
        var missing = source.Columns.Where(column => !names.Contains(column.Name)).Select(column => column.Name).ToList();
        var extra = found.Where(column => !expected.Contains(column.Name)).Select(column => column.Name).ToList();
        var retyped = source.Columns.SelectMany(column => found
            .Where(other => string.Equals(other.Name, column.Name, StringComparison.OrdinalIgnoreCase))
            .Where(other => other.Type is not null && !column.Type.Holds(other.Type))
            .Select(other => $"{column.Name} is {other.Type}, not {column.Type}")).ToList();

        var quarantined = Apply(source.Drift.Missing, missing, $"{file} has no column {List(missing)}", Guess(found, missing));
        quarantined |= Apply(source.Drift.Missing, retyped, $"{file}: {string.Join("; ", retyped)}", null);
        quarantined |= Apply(source.Drift.Extra, extra, $"{file} has {Extra(found, extra)}, which the contract does not know; not read", null);
        return quarantined;
    }

    private bool Apply(DriftAction action, List<string> columns, string message, string? hint)
    {
        if (columns.Count == 0) return false;
        if (action == DriftAction.Error) throw SliceErrors.BadInput(SliceErrors.Drift, message, source.At, hint);
        if (action is DriftAction.Warn or DriftAction.Quarantine)
            warn(SliceErrors.Drift, action == DriftAction.Warn ? message : $"{message}; all its records go to the dead letters");
        return action == DriftAction.Quarantine;
    }

    // The commonest drift of a csv file is a delimiter that nobody mentioned: then the whole header is one column.
    private static string? Guess(IReadOnlyList<FoundColumn> found, List<string> missing)
    {
        if (found.Count != 1 || missing.Count == 0) return null;
        var delimiter = ";\t|,:".FirstOrDefault(found[0].Name.Contains);
        if (delimiter == default) return null;
        var name = delimiter == '\t' ? "tab" : delimiter.ToString();
        return $"the header is one column; set the option | delimiter | {name} | below the source";
    }

    // A first line of text in which no name is known may be a record, and messages must not show values.
    private static string Extra(IReadOnlyList<FoundColumn> found, List<string> extra) =>
        extra.Count < found.Count || found.Any(column => column.Type is not null) ? List(extra) : $"other columns ({extra.Count})";

    private static string List(List<string> columns) => string.Join(", ", columns.Select(column => $"\"{column}\""));
}

/// <summary>A column that a file has.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">Its type; null means text that the record's rules will judge.</param>
internal sealed record FoundColumn(string Name, ColumnType? Type);
