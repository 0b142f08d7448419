using System.Globalization;
using Runink.Pipelines.Diagnostics;
using Runink.Pipelines.Features;

namespace Runink.Pipelines.Planning.Steps;

/// <summary>Plans <c>at least P% of records must pass</c> and <c>… satisfies</c>.</summary>
internal static class CheckSteps
{
    private static readonly string[] Known = ["row count between 1 and *", "not null", "unique"];

    private static readonly (string Word, CheckSeverity Meaning)[] Severities =
        [("error", CheckSeverity.Error), ("warn", CheckSeverity.Warn)];

    public static void AddPassRate(BoundStep step, ScenarioBuilder builder)
    {
        var options = OptionTable.Read(step, builder, "severity");
        var percent = step.Value("percent")!;
        if (!Quantities.TryParsePercent(percent.Text, out var minimum))
        {
            builder.Report(PlanErrors.Check.Error($"\"{percent.Text}\" is not a percentage", percent.At,
                "write a number from 0% to 100%"));
            return;
        }

        if (builder.Checks.FirstOrDefault(check => check.Kind == CheckKind.PassRate) is { } first)
        {
            builder.Report(PlanErrors.Check.Error($"the share of passing records is already checked at line {first.At.Line}",
                step.At, "keep one of them"));
            return;
        }

        builder.Checks.Add(new CheckPlan
        {
            Kind = CheckKind.PassRate,
            Name = $"at least {percent.Text} of records pass",
            At = step.At,
            Minimum = (double)minimum,
            Severity = options.Choice("severity", CheckSeverity.Error, Severities),
        });
    }

    public static void AddFlowChecks(BoundStep step, ScenarioBuilder builder)
    {
        if (builder.Find(step.Value("flow")!) is not { } flow) return;
        if (!TableShape.Has(step.Table!, builder, ["check"], "on", "severity")) return;
        foreach (var row in step.Table!.Rows)
        {
            if (ReadCheck(row, flow, builder) is { } check) builder.Checks.Add(check);
        }
    }

    private static CheckPlan? ReadCheck(IReadOnlyList<StepValue> row, FlowState flow, ScenarioBuilder builder)
    {
        var kind = builder.Context.Fill(row[0], builder.Diagnostics);
        var on = row.Count > 1 && row[1].Text.Length > 0 ? builder.Context.Fill(row[1], builder.Diagnostics) : null;
        if (Severity(row, builder) is not { } severity) return null;
        if (kind.Text.StartsWith("row count", StringComparison.OrdinalIgnoreCase))
            return RowCount(kind, on, flow, severity, builder);
        CheckKind? fields = kind.Text.ToLowerInvariant() switch
        {
            "not null" => CheckKind.NotNull,
            "unique" => CheckKind.Unique,
            _ => null,
        };
        if (fields is null)
        {
            builder.Report(PlanErrors.Check.Error($"\"{kind.Text}\" is not a check", kind.At,
                Suggestions.DidYouMean(kind.Text, Known) ?? $"use {string.Join(", ", Known)}"));
            return null;
        }

        if (on is null)
        {
            builder.Report(PlanErrors.Check.Error($"\"{kind.Text}\" needs columns", kind.At,
                "name them in the cell below \"on\""));
            return null;
        }

        if (CombiningSteps.Columns(on, flow, builder) is not { } columns) return null;
        return new CheckPlan
        {
            Kind = fields.Value,
            Name = $"{string.Join(", ", columns)} of {flow.Node.Flow} {(fields == CheckKind.NotNull ? "not null" : "unique")}",
            At = kind.At,
            Input = flow.Node.Id,
            Fields = [.. columns],
            Severity = severity,
        };
    }

    private static CheckPlan? RowCount(StepValue kind, StepValue? on, FlowState flow, CheckSeverity severity,
        ScenarioBuilder builder)
    {
        var words = kind.Text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        long? maximum = null;
        var reads = words is [_, _, "between", _, "and", _]
            & long.TryParse(words.ElementAtOrDefault(3), NumberStyles.None, CultureInfo.InvariantCulture, out var minimum);
        if (reads && words[5] != "*")
        {
            reads = long.TryParse(words[5], NumberStyles.None, CultureInfo.InvariantCulture, out var upper) && upper >= minimum;
            maximum = upper;
        }

        if (on is not null)
        {
            builder.Report(PlanErrors.Check.Error("a row count is about the whole flow", on.At, "leave the cell empty"));
            return null;
        }

        if (!reads)
        {
            builder.Report(PlanErrors.Check.Error(
                $"\"{kind.Text}\" is not a row count", kind.At,
                    "write row count between 1 and 1000, or row count between 1 and *"));
            return null;
        }

        return new CheckPlan
        {
            Kind = CheckKind.RowCount,
            Name = $"{kind.Text} in {flow.Node.Flow}",
            At = kind.At,
            Input = flow.Node.Id,
            Minimum = minimum,
            Maximum = maximum,
            Severity = severity,
        };
    }

    private static CheckSeverity? Severity(IReadOnlyList<StepValue> row, ScenarioBuilder builder)
    {
        if (row.Count < 3 || row[2].Text.Length == 0) return CheckSeverity.Error;
        var index = Array.FindIndex(Severities, severity => ColumnNames.Same(severity.Word, row[2].Text));
        if (index >= 0) return Severities[index].Meaning;
        builder.Report(PlanErrors.OptionValue.Error($"\"{row[2].Text}\" is not a severity", row[2].At, "use error or warn"));
        return null;
    }
}
