using Runink.Pipelines.Features;
using Runink.Pipelines.Planning.Datasets;

namespace Runink.Pipelines.Planning.Steps;

/// <summary>Plans sinks and dead-letter queues.</summary>
internal static class SinkSteps
{
    private static readonly string[] Options = ["mode", "partitioned by", "delimiter", "header", "cleared for"];

    public static void AddSink(BoundStep step, ScenarioBuilder builder, SinkMode mode)
    {
        var options = OptionTable.Read(step, builder, Options);
        var uri = builder.Context.Fill(step.Value("uri")!, builder.Diagnostics);
        var dataset = DatasetUri.Write(uri, builder);
        if (builder.Find(step.Value("flow")!) is not { } flow || dataset is null) return;
        if (!FitsFormat(dataset, options, builder) || Mode(options, mode, builder) is not { } chosen) return;
        var condition = step.Value("condition") is { } where ? SqlSteps.Condition(where, flow, builder) : null;
        if (step.Value("condition") is not null && condition is null) return;
        var partition = Partition.Read(step, options, flow, builder);
        if (partition is null) return;
        if (partition.By.Count > 0 && dataset.LooksLikeFile)
        {
            builder.Report(PlanErrors.Partition.Error($"{dataset} is one file and cannot be partitioned", uri.At,
                "write to a directory"));
            return;
        }

        builder.Sinks.Add(new SinkPlan
        {
            Id = builder.Sinks.Count,
            Input = flow.Node.Id,
            Dataset = dataset,
            At = step.At,
            Condition = condition,
            Mode = chosen,
            PartitionBy = [.. partition.By],
            Partition = partition.Value,
            Delimiter = options.Delimiter(),
            Header = options.Header(),
            ClearedFor = options.ClearedFor(),
        });
    }

    public static void AddDeadLetters(BoundStep step, ScenarioBuilder builder)
    {
        var options = OptionTable.Read(step, builder, "cleared for");
        var uri = builder.Context.Fill(step.Value("uri")!, builder.Diagnostics);
        if (DatasetUri.Write(uri, builder) is not { } dataset) return;
        if (builder.DeadLetters is { } first)
            builder.Report(PlanErrors.DeadLetters.Error($"a dead-letter queue is already given at line {first.At.Line}", uri.At));
        else if (dataset.Format != "jsonl")
            builder.Report(PlanErrors.DeadLetters.Error($"dead letters are JSON lines, not {dataset.Format}", uri.At,
                $"write jsonl://{dataset.Path}"));
        else
            builder.DeadLetters = new DeadLetterPlan(dataset, step.At) { ClearedFor = options.ClearedFor() };
    }

    private static bool FitsFormat(DatasetRef dataset, OptionTable options, ScenarioBuilder builder)
    {
        var misplaced = dataset.Format == "csv" ? null : options["delimiter"] ?? options["header"];
        if (misplaced is null) return true;
        builder.Report(PlanErrors.UnknownOption.Error($"{dataset.Format} has neither delimiter nor header", misplaced.At,
            "remove the option"));
        return false;
    }

    private static SinkMode? Mode(OptionTable options, SinkMode mode, ScenarioBuilder builder)
    {
        if (options["mode"] is not { } value) return mode;
        var chosen = options.Choice("mode", mode, ("replace", SinkMode.Replace), ("append", SinkMode.Append));
        if (mode == SinkMode.Replace || chosen == mode) return chosen;
        builder.Report(PlanErrors.OptionValue.Error(
            $"the step says {(mode == SinkMode.Append ? "append" : "replace the partition")}, its option says {value.Text}",
                value.At, "remove the option"));
        return null;
    }
}
