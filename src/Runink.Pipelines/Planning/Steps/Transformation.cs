using Runink.Pipelines.Features;

namespace Runink.Pipelines.Planning.Steps;

/// <summary>A step while it is planned that passes a flow through a file of people's own code: <c>orders are transformed by … as graded</c>.</summary>
internal sealed class Transformation
{
    private readonly BoundStep _step;
    private readonly ScenarioBuilder _builder;

    private Transformation(BoundStep step, ScenarioBuilder builder, FlowState flow, StepValue file)
    {
        (_step, _builder) = (step, builder);
        (Flow, File) = (flow, file);
    }

    /// <summary>What goes in.</summary>
    public FlowState Flow { get; }

    /// <summary>The path of the file, with the values of the run in place of <c>{{param.…}}</c>.</summary>
    public StepValue File { get; }

    /// <summary>Begins with what every such step names; null when something is wrong with that, which is reported.</summary>
    /// <param name="step">The step.</param>
    /// <param name="file">What its definition calls the file.</param>
    /// <param name="builder">The scenario.</param>
    public static Transformation? Begin(BoundStep step, string file, ScenarioBuilder builder)
    {
        if (builder.Find(step.Value("flow")!) is not { } flow || !builder.MayMake(step.Value("as")!)) return null;
        return new Transformation(step, builder, flow, builder.Context.Fill(step.Value(file)!, builder.Diagnostics));
    }

    /// <summary>The node of the step, which is not added yet.</summary>
    public ProgramNode Node(string path, string hash, RecordFormat format) => new()
    {
        Id = _builder.NextId,
        Flow = _step.Value("as")!.Text,
        At = _step.At,
        Inputs = [Flow.Node.Id],
        Columns = [],
        Program = path,
        Hash = hash,
        Format = format,
    };

    /// <summary>Adds the node with the columns that come back.</summary>
    public void Add(ProgramNode node, IEnumerable<DerivedColumn> columns) =>
        _builder.AddDerived(node, [Flow], [.. columns], $"returned by {node.Program}");
}
