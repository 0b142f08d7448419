using Runink.Pipelines.Features;
using Runink.Pipelines.Planning.Programs;
using Runink.Pipelines.Types;

namespace Runink.Pipelines.Planning.Steps;

/// <summary>Plans <c>… are transformed by the program …</c>.</summary>
internal static class ProgramSteps
{
    public static void Transform(BoundStep step, ScenarioBuilder builder)
    {
        if (Transformation.Begin(step, "program", builder) is not { } transformation) return;
        var program = ProgramFile.Read(builder.Context.Project, transformation.File, builder.Diagnostics);
        var named = step.Value("endpoints");
        var endpoints = named is null ? null : EndpointList.Read(named, builder);
        if (ReturnedColumns.Read(step.Table!, builder) is not { } columns || program is null || (endpoints is null && named is not null)) return;
        var node = transformation.Node(program.Path, program.Hash, ResourceTags.FormatOf(builder.Scenario.Tags));
        transformation.Add(node with { Endpoints = endpoints }, columns.Select(column => MadeFromAll(column, transformation.Flow)));
    }

    // What a program does cannot be known: each column counts as made from every column it could read.
    private static DerivedColumn MadeFromAll(Column column, FlowState flow) =>
        new(column.Name, column.Type, [.. flow.Node.Columns.Select((_, i) => new Sql.ColumnOrigin(0, i))]);
}
