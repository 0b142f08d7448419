using Runink.Pipelines.Diagnostics;

namespace Runink.Pipelines.Planning.Steps;

/// <summary>
/// How a column came to be where it is: the newest hop and the ones before it. Shown when a sink refuses the column.
/// </summary>
/// <param name="Text">What happened to it.</param>
/// <param name="At">The step.</param>
/// <param name="Previous">The most sensitive column that it was made from.</param>
internal sealed record ColumnTrace(string Text, SourceSpan At, ColumnTrace? Previous)
{
    /// <summary>The path from the source to here, one line a hop.</summary>
    public IEnumerable<string> Path() => (Previous?.Path() ?? []).Append($"{At.File}:{At.Line}: {Text}");
}

/// <summary>A flow as far as it is planned: the node that makes it, and the way of each of its columns.</summary>
internal sealed record FlowState(PlanNode Node, IReadOnlyList<ColumnTrace> Traces);
