using Runink.Pipelines.Features;
using Runink.Pipelines.Planning.Programs;
using Runink.Pipelines.Types;

namespace Runink.Pipelines.Planning.Steps;

/// <summary>Plans <c>… are transformed by the program …</c>.</summary>
internal static class ProgramSteps
{
    public static void Transform(BoundStep step, ScenarioBuilder builder)
    {
        var target = step.Value("as")!;
        if (builder.Find(step.Value("flow")!) is not { } flow || !builder.MayMake(target)) return;
        var path = builder.Context.Fill(step.Value("program")!, builder.Diagnostics);
        var program = ProgramFile.Read(builder.Context.Project, path, builder.Diagnostics);
        var named = step.Value("endpoints");
        var endpoints = named is null ? null : EndpointList.Read(named, builder);
        if (ReturnedColumns.Read(step.Table!, builder) is not { } columns || program is null || (endpoints is null && named is not null)) return;
        var node = new ProgramNode
        {
            Id = builder.NextId,
            Flow = target.Text,
            At = step.At,
            Inputs = [flow.Node.Id],
            Columns = [],
            Program = program.Path,
            Hash = program.Hash,
            Endpoints = endpoints,
            Format = ResourceTags.FormatOf(builder.Scenario.Tags),
        };
        builder.AddDerived(node, [flow], [.. columns.Select(column => MadeFromAll(column, flow))], $"returned by {program.Path}");
    }

    // What a program does cannot be known: each column counts as made from every column it could read.
    private static DerivedColumn MadeFromAll(Column column, FlowState flow) =>
        new(column.Name, column.Type, [.. flow.Node.Columns.Select((_, i) => new Sql.ColumnOrigin(0, i))]);
}
