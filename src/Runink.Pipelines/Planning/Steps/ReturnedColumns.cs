using Runink.Pipelines.Features;
using Runink.Pipelines.Types;

namespace Runink.Pipelines.Planning.Steps;

/// <summary>Reads the table below a step of one's own: <c>| column | type |</c>, the columns that it returns.</summary>
internal static class ReturnedColumns
{
    /// <summary>The columns, or null when something is wrong with them, which is reported.</summary>
    public static IReadOnlyList<Column>? Read(StepTable table, ScenarioBuilder builder)
    {
        if (!TableShape.Has(table, builder, ["column", "type"])) return null;
        var before = builder.Diagnostics.Count;
        var columns = new List<Column>();
        foreach (var row in table.Rows)
        {
            var (name, type) = (builder.Context.Fill(row[0], builder.Diagnostics), builder.Context.Fill(row[1], builder.Diagnostics));
            if (name.Text.Length == 0)
                Refuse(builder, name, "a column needs a name", "write one");
            else if (name.Text.StartsWith('_'))
                Refuse(builder, name, $"\"{name.Text}\" begins with an underscore, as Runink's own fields do", "give it another name");
            else if (ColumnNames.IndexOf(columns, name.Text) >= 0)
                Refuse(builder, name, $"the column \"{name.Text}\" is given twice", "keep one of the rows");
            else if (!ColumnTypeParser.TryParse(type.Text, out var parsed))
                Refuse(builder, type, $"\"{type.Text}\" is not a type", "write a type such as text, int64, decimal(18,2), date or timestamp");
            else
                columns.Add(new Column(name.Text, parsed));
        }

        if (columns.Count == 0 && builder.Diagnostics.Count == before)
            builder.Report(PlanErrors.UnknownColumns.Error("the table names no column", table.At, "name what the step returns, a row each"));
        return builder.Diagnostics.Count == before ? columns : null;
    }

    private static void Refuse(ScenarioBuilder builder, StepValue value, string message, string hint) =>
        builder.Report(PlanErrors.OptionValue.Error(message, value.At, hint));
}
