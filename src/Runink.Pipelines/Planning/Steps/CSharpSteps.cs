using Runink.Pipelines.Diagnostics;
using Runink.Pipelines.Features;
using Runink.Pipelines.Planning.CSharp;
using Runink.Pipelines.Planning.Sql;
using Runink.Pipelines.Types;

namespace Runink.Pipelines.Planning.Steps;

/// <summary>Plans <c>… are transformed by the C# step …</c>.</summary>
internal static class CSharpSteps
{
    public static void Transform(BoundStep step, ScenarioBuilder builder)
    {
        if (Transformation.Begin(step, "step", builder) is not { } transformation) return;
        var (flow, path) = (transformation.Flow, transformation.File);
        if (CSharpFile.Read(builder.Context.Project, path.Text, path.At, builder.Diagnostics) is not { } file) return;
        if (builder.Context.CSharp.Build(file, builder.Diagnostics) is not { } compiled) return;
        if (Reads(compiled.Shape, flow, step.At, builder) is not { } reads) return;
        var node = transformation.Node(file.Path, file.Hash, RecordFormat.Arrow) with
        {
            Method = compiled.Shape.Method,
            Reads = [.. reads.Select(column => flow.Node.Columns[column].Name)],
        };
        // It gets the columns that it asks for and no others, so what it returns can be made from no others.
        ColumnOrigin[] origins = [.. reads.Select(column => new ColumnOrigin(0, column))];
        transformation.Add(node, compiled.Shape.Outputs.Select(property => new DerivedColumn(property.Column, property.Type, origins)));
    }

    /// <summary>The column of the flow that each property takes; null when one has none that fits, which is reported.</summary>
    private static List<int>? Reads(StepShape shape, FlowState flow, SourceSpan at, ScenarioBuilder builder)
    {
        var before = builder.Diagnostics.Count(found => found.IsError);
        var reads = new List<int>();
        foreach (var property in shape.Inputs)
        {
            var column = ColumnFor(property, flow.Node.Columns);
            if (column < 0) builder.Report(Missing(property, flow, at));
            else if (flow.Node.Columns[column].Type is var type && !Fits(property.Type, type)) builder.Report(OtherType(property, flow, type, at));
            else reads.Add(column);
        }

        return builder.Diagnostics.Count(found => found.IsError) == before ? reads : null;
    }

    private static int ColumnFor(StepProperty property, EquatableList<Column> columns)
    {
        var exact = ColumnNames.IndexOf(columns, property.Column);
        return exact >= 0 || property.IsNamed ? exact : ColumnNames.IndexOf(columns, property.Name);
    }

    private static bool Fits(ColumnType asked, ColumnType given) =>
        asked.Kind == given.Kind && (asked.Kind != TypeKind.Decimal || given.Scale <= StepTypes.ScaleMax);

    private static Diagnostic Missing(StepProperty property, FlowState flow, SourceSpan at)
    {
        var names = flow.Node.Columns.Select(column => column.Name).ToList();
        return CSharpErrors.Property.Error(
            $"the step asks for \"{property.Column}\", and {flow.Node.Flow} has no such column", property.At,
            Suggestions.DidYouMean(property.Column, names)
                ?? $"{flow.Node.Flow} has {string.Join(", ", names.Take(20))}; another name is given by [Column(\"name\")]",
            Used(at));
    }

    private static Diagnostic OtherType(StepProperty property, FlowState flow, ColumnType type, SourceSpan at)
    {
        var hint = StepTypes.WordFor(type) is { } word
            ? $"write it as {word}{(property.IsNullable ? "?" : "")}, or convert the column by SQL first"
            : "C# steps have no type for it: convert the column by SQL first, or leave it out";
        return CSharpErrors.Property.Error(
            $"\"{property.Name}\" is {StepTypes.WordFor(property.Type)}, and the column \"{property.Column}\" of {flow.Node.Flow} is {type}",
            property.At, hint, Used(at));
    }

    private static string Used(SourceSpan at) => $"the step is used at {at.File}:{at.Line}";
}
