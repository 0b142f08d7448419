using Runink.Pipelines.Diagnostics;
using Runink.Pipelines.Features;
using Runink.Pipelines.Types;

namespace Runink.Pipelines.Planning.Steps;

/// <summary>Plans <c>the fields of … are masked</c>.</summary>
internal static class MaskSteps
{
    public static void Mask(BoundStep step, ScenarioBuilder builder)
    {
        var name = step.Value("flow")!;
        var target = step.Value("as") ?? name;
        if (builder.Find(name) is not { } flow || (step.Value("as") is { } made && !builder.MayMake(made))) return;
        if (!TableShape.Has(step.Table!, builder, ["field", "method"])) return;
        var masks = ReadMasks(step.Table!, flow, builder);
        if (masks is null) return;
        var node = new MaskNode
        {
            Id = builder.NextId,
            Flow = target.Text,
            At = step.At,
            Inputs = [flow.Node.Id],
            Columns = [],
            Masks = [.. masks.Values],
        };
        var columns = flow.Node.Columns.Select((column, i) => masks.TryGetValue(i, out var mask)
            ? DerivedColumn.Copy(flow, 0, i) with
            {
                Type = MaskedType(mask, column.Type),
                ClearedTo = Cleared(mask, column.Classification)
            }
            : DerivedColumn.Copy(flow, 0, i));
        builder.AddDerived(node, [flow], [.. columns], "passed the masking step");
    }

    /// <summary>The classification that a mask leaves; it never raises one.</summary>
    public static Classification Cleared(FieldMask mask, Classification before)
    {
        var cleared = mask.Method is MaskMethod.KeepLast or MaskMethod.Generalise
            ? Classification.Internal
            : Classification.Public;
        return before < cleared ? before : cleared;
    }

    /// <summary>Whether a generalisation fits a type; every other method takes any.</summary>
    public static bool Fits(FieldMask mask, ColumnType type) => mask.Method switch
    {
        MaskMethod.Generalise when mask.To is "month" or "year" =>
            type.Kind is TypeKind.Date or TypeKind.Timestamp or TypeKind.TimestampTz,
        MaskMethod.Generalise => type.IsNumeric,
        MaskMethod.Null => true,
        MaskMethod.KeepLast => type.Kind == TypeKind.Text || type.Kind is >= TypeKind.Int8 and <= TypeKind.UInt64,
        _ => type.Kind is not (TypeKind.List or TypeKind.Struct or TypeKind.Binary or TypeKind.Other)
            || mask.Method == MaskMethod.Redact,
    };

    private static Dictionary<int, FieldMask>? ReadMasks(StepTable table, FlowState flow, ScenarioBuilder builder)
    {
        var masks = new Dictionary<int, FieldMask>();
        var before = builder.Diagnostics.Count;
        foreach (var row in table.Rows)
        {
            var field = builder.Context.Fill(row[0], builder.Diagnostics);
            var method = builder.Context.Fill(row[1], builder.Diagnostics);
            var column = ColumnNames.IndexOf(flow.Node.Columns, field.Text);
            if (column < 0)
                builder.Report(ColumnNames.Unknown(field, flow.Node.Flow, flow.Node.Columns));
            else if (masks.ContainsKey(column))
                builder.Report(PlanErrors.Mask.Error($"\"{field.Text}\" is masked twice", field.At, "keep one of the rows"));
            else if (ReadMask(method, flow.Node.Columns[column], builder) is { } mask) masks.Add(column, mask);
        }

        return builder.Diagnostics.Count == before ? masks : null;
    }

    private static FieldMask? ReadMask(StepValue method, Column column, ScenarioBuilder builder)
    {
        if (MaskMethodParser.Parse(method.Text, column.Name) is not { } mask)
        {
            var hint = Suggestions.DidYouMean(method.Text, MaskMethodParser.Methods) ?? PlanErrors.Mask.Explanation;
            builder.Report(PlanErrors.Mask.Error($"\"{method.Text}\" is not a way to mask", method.At, hint));
            return null;
        }

        if (Fits(mask, column.Type)) return mask;
        builder.Report(PlanErrors.Mask.Error($"\"{method.Text}\" does not fit \"{column.Name}\", which is {column.Type}",
            method.At));
        return null;
    }

    private static ColumnType MaskedType(FieldMask mask, ColumnType type) =>
        mask.Method is MaskMethod.Null or MaskMethod.Generalise ? type : ColumnType.Text;
}
