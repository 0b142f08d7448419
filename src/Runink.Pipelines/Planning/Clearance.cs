using Runink.Pipelines.Planning.Steps;
using Runink.Pipelines.Types;

namespace Runink.Pipelines.Planning;

/// <summary>Holds every column against the clearance of the sinks and of the dead-letter queue that it reaches.</summary>
internal static class Clearance
{
    public static void Check(ScenarioBuilder builder)
    {
        foreach (var sink in builder.Sinks) CheckSink(sink, builder);
        if (builder.DeadLetters is not { } letters) return;
        foreach (var state in builder.States)
        {
            if (CanFail(state.Node, builder)) CheckLetters(state, letters, builder);
        }
    }

    private static void CheckSink(SinkPlan sink, ScenarioBuilder builder)
    {
        var flow = builder.States[sink.Input];
        for (var i = 0; i < flow.Node.Columns.Count; i++)
        {
            var column = flow.Node.Columns[i];
            if (column.Classification <= sink.ClearedFor) continue;
            var end = new ColumnTrace($"written to {sink.Dataset}, cleared for {Word(sink.ClearedFor)}", sink.At, flow.Traces[i]);
            builder.Report(PlanErrors.Clearance.Error(
                $"\"{column.Name}\" is {Word(column.Classification)}, {sink.Dataset} is cleared for {Word(sink.ClearedFor)}",
                sink.At,
                $"mask it, leave it out, or clear the sink with the option | cleared for | {Word(column.Classification)} |",
                [.. end.Path()]));
        }
    }

    /// <summary>
    /// A letter shows the record as it was read or came from a program, each column masked by the first mask that names it further down.
    /// </summary>
    private static void CheckLetters(FlowState state, DeadLetterPlan letters, ScenarioBuilder builder)
    {
        var source = state.Node;
        var masks = MasksBelow(source.Id, builder);
        for (var i = 0; i < source.Columns.Count; i++)
        {
            var column = source.Columns[i];
            var (step, mask) = masks.FirstOrDefault(entry => ColumnNames.Same(entry.Mask.Field, column.Name));
            if (mask is not null && !MaskSteps.Fits(mask, column.Type))
            {
                builder.Report(PlanErrors.Mask.Error(
                    $"dead letters cannot mask \"{column.Name}\" like this step does: as it is read, it is {column.Type}",
                    step!.At,
                    "give the converted column another name, or mask it before it is converted"));
                continue;
            }

            var shown = mask is null ? column.Classification : MaskSteps.Cleared(mask, column.Classification);
            if (shown <= letters.ClearedFor) continue;
            var cleared = $"cleared for {Word(letters.ClearedFor)}";
            var end = new ColumnTrace($"letters go to {letters.Dataset}, {cleared}", letters.At, state.Traces[i]);
            builder.Report(PlanErrors.LetterClearance.Error(
                $"\"{column.Name}\" is {Word(shown)}, the dead letters of \"{source.Flow}\" are {cleared}",
                letters.At,
                null,
                [.. end.Path()]));
        }
    }

    private static bool CanFail(PlanNode node, ScenarioBuilder builder) => node switch
    {
        ProgramNode => true,
        SourceNode { Dataset.Format: not "parquet" } => true,
        // A file that drifted may be quarantined as a whole, or have values of another type.
        SourceNode => builder.Drift.Quarantines || builder.Drift.TakesOtherTypes
            || builder.States.Any(state => state.Node is ValidateNode && state.Node.Inputs.Contains(node.Id)),
        _ => false,
    };

    private static List<(MaskNode Step, FieldMask Mask)> MasksBelow(int source, ScenarioBuilder builder)
    {
        var nodes = builder.States.Select(state => state.Node).ToList();
        var reached = new HashSet<int> { source };
        foreach (var node in nodes.Where(node => node.Inputs.Any(reached.Contains))) reached.Add(node.Id);
        var masking = nodes.OfType<MaskNode>().Where(node => reached.Contains(node.Id));
        return [.. masking.SelectMany(node => node.Masks.Select(mask => (node, mask)))];
    }

    private static string Word(Classification classification) => ScenarioBuilder.Word(classification);
}
