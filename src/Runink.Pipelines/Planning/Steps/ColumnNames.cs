using Runink.Pipelines.Diagnostics;
using Runink.Pipelines.Features;
using Runink.Pipelines.Types;

namespace Runink.Pipelines.Planning.Steps;

/// <summary>Finds columns by the names that a person wrote. Names are compared without case, as SQL does.</summary>
internal static class ColumnNames
{
    /// <summary>Whether two names mean the same column or flow.</summary>
    public static bool Same(string one, string other) => string.Equals(one, other, StringComparison.OrdinalIgnoreCase);

    /// <summary>Index of a column, or -1.</summary>
    public static int IndexOf(IReadOnlyList<Column> columns, string name)
    {
        for (var i = 0; i < columns.Count; i++)
        {
            if (Same(columns[i].Name, name)) return i;
        }

        return -1;
    }

    /// <summary>Splits <c>"account, trade_id"</c> into names, each with its own place.</summary>
    public static IReadOnlyList<StepValue> Split(StepValue list)
    {
        var names = new List<StepValue>();
        var start = 0;
        foreach (var part in list.Text.Split(','))
        {
            var name = part.Trim();
            var offset = start + part.Length - part.TrimStart().Length;
            if (name.Length > 0)
                names.Add(new StepValue(name, list.At with { Column = list.At.Column + offset, Length = name.Length }));
            start += part.Length + 1;
        }

        return names;
    }

    /// <summary>The diagnostic for a column that a flow does not have.</summary>
    public static Diagnostic Unknown(StepValue name, string flow, IReadOnlyList<Column> columns)
    {
        var names = columns.Select(column => column.Name).ToList();
        var hint = Suggestions.DidYouMean(name.Text, names) ?? $"{flow} has {string.Join(", ", names.Take(20))}";
        return PlanErrors.UnknownColumn.Error($"{flow} has no column \"{name.Text}\"", name.At, hint);
    }
}
