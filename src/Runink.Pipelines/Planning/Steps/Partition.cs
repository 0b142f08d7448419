using Runink.Pipelines.Features;

namespace Runink.Pipelines.Planning.Steps;

/// <summary>How a sink is partitioned.</summary>
/// <param name="By">Columns that become directories.</param>
/// <param name="Value">The one value that is replaced, or null.</param>
internal sealed record Partition(IReadOnlyList<string> By, string? Value)
{
    /// <summary>Reads it from the step's text and options; null when it does not fit the flow.</summary>
    public static Partition? Read(BoundStep step, OptionTable options, FlowState flow, ScenarioBuilder builder)
    {
        if (step.Value("partition") is { } one)
            return ReadOne(builder.Context.Fill(one, builder.Diagnostics), options, flow, builder);
        var (text, option) = (step.Value("partition columns"), options["partitioned by"]);
        if (text is not null && option is not null)
        {
            builder.Report(PlanErrors.Partition.Error("the partition columns are given by the step and by its option", option.At,
                "remove the option"));
            return null;
        }

        if ((text ?? option) is not { } list) return new Partition([], null);
        return Columns(builder.Context.Fill(list, builder.Diagnostics), flow, builder) is { } columns
            ? new Partition(columns, null)
            : null;
    }

    private static Partition? ReadOne(StepValue partition, OptionTable options, FlowState flow, ScenarioBuilder builder)
    {
        var equals = partition.Text.IndexOf('=', StringComparison.Ordinal);
        if (options["partitioned by"] is { } option)
            builder.Report(PlanErrors.Partition.Error("the partition is given by the step and by its option", option.At,
                "remove the option"));
        else if (equals <= 0 || equals == partition.Text.Length - 1 || partition.Text.AsSpan(equals).ContainsAny('/', '\\'))
            builder.Report(PlanErrors.Partition.Error($"\"{partition.Text}\" is not a partition", partition.At,
                "write column=value, for example day=2026-05-01"));
        else if (Columns(new StepValue(partition.Text[..equals].Trim(), partition.At), flow, builder) is { } columns)
            return new Partition(columns, partition.Text[(equals + 1)..].Trim());
        return null;
    }

    private static List<string>? Columns(StepValue list, FlowState flow, ScenarioBuilder builder)
    {
        if (CombiningSteps.Columns(list, flow, builder) is not { } columns) return null;
        if (columns.Count < flow.Node.Columns.Count) return columns;
        builder.Report(PlanErrors.Partition.Error("all columns are partition columns, so the files would hold none", list.At));
        return null;
    }
}
