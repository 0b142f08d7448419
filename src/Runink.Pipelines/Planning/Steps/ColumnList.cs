using Runink.Pipelines.Features;
using Runink.Pipelines.Types;

namespace Runink.Pipelines.Planning.Steps;

/// <summary>Reads the <c>columns</c> option: <c>trade_id int64, price decimal(18,2)</c>.</summary>
internal static class ColumnList
{
    /// <summary>The columns; what is wrong is reported, and then the list may be shorter.</summary>
    public static EquatableList<Column> Read(StepValue list, ScenarioBuilder builder)
    {
        var columns = new List<Column>();
        foreach (var part in Split(list))
        {
            if (ReadColumn(part) is not { } column)
            {
                builder.Report(PlanErrors.OptionValue.Error(
                    $"\"{part.Text}\" is not a column with its type", part.At,
                        "write a name and a type, for example: trade_id int64"));
            }
            else if (ColumnNames.IndexOf(columns, column.Name) >= 0)
            {
                builder.Report(PlanErrors.OptionValue.Error($"the column \"{column.Name}\" is given twice", part.At,
                    "keep one of them"));
            }
            else
            {
                columns.Add(column);
            }
        }

        return [.. columns];
    }

    private static Column? ReadColumn(StepValue part)
    {
        var quoted = part.Text.StartsWith('"');
        var end = quoted ? part.Text.IndexOf('"', 1) + 1 : part.Text.IndexOf(' ', StringComparison.Ordinal);
        if (end <= 0) return null;
        var name = part.Text[..end].Trim('"');
        return name.Length > 0 && ColumnTypeParser.TryParse(part.Text[end..], out var type) ? new Column(name, type) : null;
    }

    // Commas inside parentheses belong to a type.
    private static IEnumerable<StepValue> Split(StepValue list)
    {
        var (depth, start) = (0, 0);
        for (var i = 0; i <= list.Text.Length; i++)
        {
            var symbol = i < list.Text.Length ? list.Text[i] : ',';
            if (symbol == '(') depth++;
            if (symbol == ')') depth--;
            if (symbol != ',' || (depth > 0 && i < list.Text.Length)) continue;
            var text = list.Text[start..i];
            var at = list.At with
            {
                Column = list.At.Column + start + text.Length - text.TrimStart().Length,
                Length = text.Trim().Length
            };
            yield return new StepValue(text.Trim(), at);
            start = i + 1;
        }
    }
}
