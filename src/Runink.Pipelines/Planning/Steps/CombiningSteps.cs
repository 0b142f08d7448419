using Runink.Pipelines.Diagnostics;
using Runink.Pipelines.Features;
using Runink.Pipelines.Planning.Sql;

namespace Runink.Pipelines.Planning.Steps;

/// <summary>Plans unions and deduplications.</summary>
internal static class CombiningSteps
{
    public static void Union(BoundStep step, ScenarioBuilder builder)
    {
        var target = step.Value("as")!;
        var names = FlowList.Split(step.Value("flows")!);
        var flows = names.Select(builder.Find).OfType<FlowState>().ToList();
        if (flows.Count < names.Count || !builder.MayMake(target)) return;
        if (flows.Distinct().Count() < 2 || flows.Distinct().Count() < flows.Count)
        {
            builder.Report(PlanErrors.UnknownFlow.Error("a union needs two or more different flows", step.At,
                "name each flow once"));
            return;
        }

        var before = builder.Diagnostics.Count;
        for (var i = 1; i < flows.Count; i++) Compare(flows[0], flows[i], names[i], builder);
        if (builder.Diagnostics.Count > before) return;
        var node = new UnionNode
        {
            Id = builder.NextId,
            Flow = target.Text,
            At = step.At,
            Inputs = [.. flows.Select(flow => flow.Node.Id)],
            Columns = []
        };
        var columns = flows[0].Node.Columns.Select(column => new DerivedColumn(
            column.Name,
            column.Type,
            [.. flows.Select((flow, i) => new ColumnOrigin(i, ColumnNames.IndexOf(flow.Node.Columns, column.Name)))]));
        builder.AddDerived(node, flows, [.. columns], "unioned");
    }

    public static void Deduplicate(BoundStep step, ScenarioBuilder builder)
    {
        var name = step.Value("flow")!;
        if (builder.Find(name) is not { } flow || (step.Value("as") is { } made && !builder.MayMake(made))) return;
        var list = builder.Context.Fill(step.Value("keys")!, builder.Diagnostics);
        if (Columns(list, flow, builder) is not { } keys) return;
        var node = new DeduplicateNode
        {
            Id = builder.NextId,
            Flow = (step.Value("as") ?? name).Text,
            At = step.At,
            Inputs = [flow.Node.Id],
            Columns = [],
            Keys = [.. keys],
        };
        builder.AddDerived(node, [flow], [.. flow.Node.Columns.Select((_, i) => DerivedColumn.Copy(flow, 0, i))], "deduplicated");
    }

    /// <summary>The named columns of a flow, spelt as the flow spells them; null when one is missing or none is named.</summary>
    public static List<string>? Columns(StepValue list, FlowState flow, ScenarioBuilder builder)
    {
        var before = builder.Diagnostics.Count;
        var found = new List<string>();
        var names = ColumnNames.Split(list);
        if (names.Count == 0)
            builder.Report(PlanErrors.UnknownColumn.Error("no column is named", list.At, "name one or several columns"));
        foreach (var name in names)
        {
            var index = ColumnNames.IndexOf(flow.Node.Columns, name.Text);
            if (index < 0) builder.Report(ColumnNames.Unknown(name, flow.Node.Flow, flow.Node.Columns));
            else if (found.Contains(flow.Node.Columns[index].Name)) builder.Report(Twice(name));
            else found.Add(flow.Node.Columns[index].Name);
        }

        return builder.Diagnostics.Count == before ? found : null;
    }

    private static Diagnostic Twice(StepValue name) =>
        PlanErrors.OptionValue.Error($"\"{name.Text}\" is named twice", name.At, "name each column once");

    private static void Compare(FlowState first, FlowState other, StepValue name, ScenarioBuilder builder)
    {
        foreach (var column in first.Node.Columns)
        {
            var index = ColumnNames.IndexOf(other.Node.Columns, column.Name);
            if (index >= 0 && other.Node.Columns[index].Type == column.Type) continue;
            var (one, two) = (first.Node.Flow, other.Node.Flow);
            var found = index < 0
                ? $"{two} lacks \"{column.Name}\", which {one} has"
                : $"\"{column.Name}\" is {column.Type} in {one} and {other.Node.Columns[index].Type} in {two}";
            builder.Report(PlanErrors.TypeMismatch.Error(found, name.At));
        }

        foreach (var extra in other.Node.Columns.Where(column => ColumnNames.IndexOf(first.Node.Columns, column.Name) < 0))
            builder.Report(PlanErrors.TypeMismatch.Error(
                $"{first.Node.Flow} lacks \"{extra.Name}\", which {other.Node.Flow} has", name.At));
    }
}
