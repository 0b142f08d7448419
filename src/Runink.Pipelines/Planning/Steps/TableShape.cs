using Runink.Pipelines.Features;

namespace Runink.Pipelines.Planning.Steps;

/// <summary>Checks the first row of a table below a step.</summary>
internal static class TableShape
{
    /// <summary>Whether the table has these columns in this order, the optional ones possibly left out at the end.</summary>
    public static bool Has(StepTable table, ScenarioBuilder builder, string[] required, params string[] optional)
    {
        var names = table.Header.Select(cell => cell.Text).ToList();
        string[] allowed = [.. required, .. optional];
        var fits = names.Count >= required.Length && names.Count <= allowed.Length
            && names.SequenceEqual(allowed.Take(names.Count), StringComparer.OrdinalIgnoreCase);
        if (fits) return true;
        builder.Report(PlanErrors.UnknownOption.Error(
            $"the first row of this table is | {string.Join(" | ", names)} |",
            table.At,
            $"write | {string.Join(" | ", allowed)} |"));
        return false;
    }
}
