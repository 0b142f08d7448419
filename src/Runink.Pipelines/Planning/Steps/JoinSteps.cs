using Runink.Pipelines.Features;
using Runink.Pipelines.Planning.Sql;
using Runink.Pipelines.Types;

namespace Runink.Pipelines.Planning.Steps;

/// <summary>Plans joins of two flows on equally named columns.</summary>
internal static class JoinSteps
{
    public static void Join(BoundStep step, ScenarioBuilder builder, JoinKind kind)
    {
        var (leftName, rightName, target) = (step.Value("left")!, step.Value("right")!, step.Value("as")!);
        if (kind == JoinKind.Left && !IsKept(step.Value("kept")!, ref leftName, ref rightName, builder)) return;
        if (builder.Find(leftName) is not { } left || builder.Find(rightName) is not { } right) return;
        if (!builder.MayMake(target)) return;
        if (ReferenceEquals(left, right))
        {
            builder.Report(PlanErrors.DuplicateColumn.Error($"\"{leftName.Text}\" cannot be joined with itself", rightName.At,
                "join by SQL instead"));
            return;
        }

        var list = builder.Context.Fill(step.Value("keys")!, builder.Diagnostics);
        if (Keys(list, left, right, kind, builder) is not { } keys) return;
        var leftOnly = kind is JoinKind.Semi or JoinKind.Anti;
        if (!leftOnly && !AreDistinct(left, right, keys, step, builder)) return;
        var node = new JoinNode
        {
            Id = builder.NextId,
            Flow = target.Text,
            At = step.At,
            Inputs = [left.Node.Id, right.Node.Id],
            Columns = [],
            Join = kind,
            Keys = [.. keys],
        };
        builder.AddDerived(node, [left, right], Columns(left, right, keys, leftOnly), "joined");
    }

    private static bool IsKept(StepValue kept, ref StepValue left, ref StepValue right, ScenarioBuilder builder)
    {
        if (ColumnNames.Same(kept.Text, left.Text)) return true;
        if (ColumnNames.Same(kept.Text, right.Text))
        {
            (left, right) = (right, left);
            return true;
        }

        builder.Report(PlanErrors.UnknownFlow.Error(
            $"\"{kept.Text}\" is not one of the joined flows", kept.At, $"keep all of {left.Text} or of {right.Text}"));
        return false;
    }

    private static List<string>? Keys(StepValue list, FlowState left, FlowState right, JoinKind kind, ScenarioBuilder builder)
    {
        var before = builder.Diagnostics.Count;
        var names = ColumnNames.Split(list);
        if (names.Count == 0)
            builder.Report(PlanErrors.UnknownColumn.Error("no key column is named", list.At,
                "name the columns that both flows have"));
        foreach (var name in names)
        {
            var (one, other) = (ColumnNames.IndexOf(left.Node.Columns, name.Text),
                ColumnNames.IndexOf(right.Node.Columns, name.Text));
            if (one < 0) builder.Report(ColumnNames.Unknown(name, left.Node.Flow, left.Node.Columns));
            if (other < 0) builder.Report(ColumnNames.Unknown(name, right.Node.Flow, right.Node.Columns));
            if (one < 0 || other < 0) continue;
            var (type, otherType) = (left.Node.Columns[one].Type, right.Node.Columns[other].Type);
            if (kind == JoinKind.Full ? type == otherType : AreComparable(type, otherType)) continue;
            builder.Report(PlanErrors.TypeMismatch.Error(
                $"\"{name.Text}\" is {type} in {left.Node.Flow} and {otherType} in {right.Node.Flow}", name.At));
        }

        if (builder.Diagnostics.Count > before) return null;
        return [.. names.Select(name => left.Node.Columns[ColumnNames.IndexOf(left.Node.Columns, name.Text)].Name)];
    }

    private static bool AreComparable(ColumnType one, ColumnType other) => one == other || (one.IsNumeric && other.IsNumeric);

    private static bool AreDistinct(FlowState left, FlowState right, List<string> keys, BoundStep step, ScenarioBuilder builder)
    {
        var twice = right.Node.Columns.Select(column => column.Name)
            .Where(name => !keys.Contains(name, StringComparer.OrdinalIgnoreCase)
                && ColumnNames.IndexOf(left.Node.Columns, name) >= 0)
            .ToList();
        if (twice.Count == 0) return true;
        builder.Report(PlanErrors.DuplicateColumn.Error(
            $"{left.Node.Flow} and {right.Node.Flow} both have {string.Join(", ", twice.Select(name => $"\"{name}\""))}",
            step.At,
            $"make a flow by SQL first: SELECT * EXCLUDE ({string.Join(", ", twice)}) FROM {right.Node.Flow}"));
        return false;
    }

    // A key of the output is a value of either side, so it is as sensitive as both.
    private static List<DerivedColumn> Columns(FlowState left, FlowState right, List<string> keys, bool leftOnly)
    {
        var columns = left.Node.Columns.Select((column, i) =>
        {
            var copy = DerivedColumn.Copy(left, 0, i);
            if (!keys.Contains(column.Name, StringComparer.OrdinalIgnoreCase)) return copy;
            var partner = new ColumnOrigin(1, ColumnNames.IndexOf(right.Node.Columns, column.Name));
            return copy with { Origins = [.. copy.Origins, partner] };
        }).ToList();
        if (leftOnly) return columns;
        var others = Enumerable.Range(0, right.Node.Columns.Count)
            .Where(i => !keys.Contains(right.Node.Columns[i].Name, StringComparer.OrdinalIgnoreCase));
        return [.. columns, .. others.Select(i => DerivedColumn.Copy(right, 1, i))];
    }
}
