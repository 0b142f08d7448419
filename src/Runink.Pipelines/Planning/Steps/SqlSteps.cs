using Runink.Pipelines.Features;
using Runink.Pipelines.Planning.Sql;

namespace Runink.Pipelines.Planning.Steps;

/// <summary>Plans <c>… is calculated by SQL from …</c> and <c>… is filtered where …</c>.</summary>
internal static class SqlSteps
{
    public static void Calculate(BoundStep step, ScenarioBuilder builder)
    {
        var target = step.Value("as")!;
        var names = FlowList.Split(step.Value("flows")!);
        var flows = names.Select(builder.Find).ToList();
        if (flows.Any(flow => flow is null)) return;
        var changesInput = names.Any(name => string.Equals(name.Text, target.Text, StringComparison.OrdinalIgnoreCase));
        if (!changesInput && !builder.MayMake(target)) return;
        if (names.DistinctBy(name => name.Text, StringComparer.OrdinalIgnoreCase).Count() < names.Count)
        {
            builder.Report(PlanErrors.FlowTwice.Error("a flow is named twice in this step", step.At, "name each flow once"));
            return;
        }

        var block = builder.Context.Fill(new StepValue(step.DocString!.Content, step.DocString.At), builder.Diagnostics);
        var inputs = names.Zip(flows, (name, flow) => new SqlInput(name.Text, flow!.Node.Columns)).ToList();
        if (builder.Context.Sql.Analyze(SqlSource.FromBlock(block.Text, block.At), inputs,
            builder.Diagnostics) is not { } analysis)
            return;
        ReportUnread(analysis, names, builder);
        AddNode(step, target, flows!, inputs, analysis, builder);
    }

    public static void Filter(BoundStep step, ScenarioBuilder builder)
    {
        var name = step.Value("flow")!;
        if (builder.Find(name) is not { } flow || (step.Value("as") is { } made && !builder.MayMake(made))) return;
        if (Condition(step.Value("condition")!, flow, builder) is not { } condition) return;
        var node = new FilterNode
        {
            Id = builder.NextId,
            Flow = (step.Value("as") ?? name).Text,
            At = step.At,
            Inputs = [flow.Node.Id],
            Columns = [],
            Condition = condition,
        };
        builder.AddDerived(node, [flow], [.. flow.Node.Columns.Select((_, i) => DerivedColumn.Copy(flow, 0, i))], "filtered");
    }

    /// <summary>A condition over one record of a flow; null when it is not one.</summary>
    public static string? Condition(StepValue text, FlowState flow, ScenarioBuilder builder)
    {
        var filled = builder.Context.Fill(text, builder.Diagnostics);
        var input = new SqlInput(flow.Node.Flow, flow.Node.Columns);
        return builder.Context.Sql.CheckCondition(SqlSource.FromValue(filled.Text, filled.At), input, builder.Diagnostics)
            ? filled.Text
            : null;
    }

    private static void AddNode(
        BoundStep step, StepValue target, List<FlowState> flows, List<SqlInput> inputs, SqlAnalysis analysis,
            ScenarioBuilder builder)
    {
        var node = new SqlNode
        {
            Id = builder.NextId,
            Flow = target.Text,
            At = step.At,
            Inputs = [.. flows.Select(flow => flow.Node.Id)],
            Columns = [],
            Sql = analysis.Text,
            InputNames = [.. inputs.Select(input => input.Name)],
            SinglePass = analysis.IsSinglePass,
        };
        var columns = analysis.Columns.Select(
            (column, i) => new DerivedColumn(column.Name, column.Type, analysis.Lineage.Columns[i].Origins));
        builder.AddDerived(node, flows, [.. columns], "calculated by SQL");
        if (analysis.Lineage.Inexact is not { } why) return;
        builder.Report(PlanErrors.Tainted.Warning(
            $"every column of \"{target.Text}\" counts as made from every column of its inputs: {why}", step.At));
    }

    private static void ReportUnread(SqlAnalysis analysis, IReadOnlyList<StepValue> names, ScenarioBuilder builder)
    {
        foreach (var name in names.Where(name => analysis.Unread.Contains(name.Text, StringComparer.OrdinalIgnoreCase)))
            builder.Report(SqlErrors.UnusedInput.Warning($"the SQL never reads \"{name.Text}\"", name.At));
    }
}
