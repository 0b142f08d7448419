using Runink.Pipelines.Diagnostics;
using Runink.Pipelines.Features.Parsing;

namespace Runink.Pipelines.Features.Binding;

/// <summary>Checks what every table must keep to: rows of one width under a header of distinct names.</summary>
internal static class TableCheck
{
    /// <summary>Whether the table is sound; when it is not, <paramref name="errors"/> tells why, row by row.</summary>
    public static bool IsSound(List<ParsedRow> rows, ICollection<Diagnostic> errors)
    {
        var before = errors.Count;
        var header = rows[0].Cells;
        foreach (var row in rows.Skip(1).Where(row => row.Cells.Count != header.Count))
        {
            errors.Add(FeatureErrors.RaggedTable.Error(
                $"this row has {Count(row.Cells.Count, "cell")}, the table's first row has {header.Count}", row.Line.At));
        }

        foreach (var name in header.GroupBy(cell => cell.Text, StringComparer.OrdinalIgnoreCase))
        {
            if (name.Count() == 1) continue;
            var message = $"the column \"{name.Key}\" stands twice in the first row";
            errors.Add(FeatureErrors.TableHeader.Error(message, name.Last().At));
        }

        if (rows.Count == 1)
            errors.Add(FeatureErrors.TableHeader.Error("this table has a first row and nothing below it", rows[0].Line.At));
        return errors.Count == before;
    }

    private static string Count(int number, string noun) => number == 1 ? $"1 {noun}" : $"{number} {noun}s";
}
