using Runink.Execution.Stages;
using Runink.Pipelines.Planning;

namespace Runink.Execution.Sql;

/// <summary>Who reads which flow of a plan, and what follows from it for the way it is computed.</summary>
internal sealed class FlowGraph
{
    private readonly ScenarioPlan _plan;
    private readonly SliceScope _scope;
    private readonly HashSet<int> _positioned = [];

    public FlowGraph(ScenarioPlan plan, SliceScope scope)
    {
        (_plan, _scope) = (plan, scope);
        foreach (var node in plan.Nodes.Reverse()) MarkPositions(node);
    }

    /// <summary>How many steps, sinks, checks and edges read the flow of a node.</summary>
    public int Uses(int id) => _scope.Uses(id);

    /// <summary>Whether a later deduplication needs the source order of the records.</summary>
    public bool NeedsPosition(int id) => _positioned.Contains(id);

    /// <summary>Whether a validation reads this source: then the source is judged by its rules, in the same pass.</summary>
    public bool IsValidated(int id) => _plan.Nodes.OfType<ValidateNode>().Any(node => node.Inputs[0] == id);

    /// <summary>
    /// The masks that the scenario applies to records of a source, wherever that happens downstream: dead letters show what the
    /// scenario would have shown.
    /// </summary>
    public IReadOnlyList<FieldMask> MasksDownstream(int id)
    {
        var reached = new HashSet<int> { id };
        foreach (var node in _plan.Nodes)
        {
            if (node.Inputs.Any(reached.Contains)) reached.Add(node.Id);
        }

        return [.. _plan.Nodes.OfType<MaskNode>().Where(node => reached.Contains(node.Id)).SelectMany(node => node.Masks)];
    }

    private void MarkPositions(PlanNode node)
    {
        if (node is DeduplicateNode || (node is MaskNode or FilterNode or ValidateNode && _positioned.Contains(node.Id)))
            _positioned.Add(node.Inputs[0]);
        // A position only travels through steps that keep records as they are.
        if (node is SqlNode or JoinNode or UnionNode or DeduplicateNode) _positioned.Remove(node.Id);
    }
}
