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
        var delivered = new HashSet<int>();
        foreach (var node in plan.Nodes.Where(node => DeliversPosition(node, delivered))) delivered.Add(node.Id);
        foreach (var node in plan.Nodes.Reverse()) MarkPositions(node, delivered);
    }

    /// <summary>How many steps, sinks, checks and edges read the flow of a node.</summary>
    public int Uses(int id) => _scope.Uses(id);

    /// <summary>Whether the flow carries <c>_runi_pos</c>: it has a source order, and a later deduplication needs it.</summary>
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

    // A position only travels through steps that pass records on one by one, and behind SQL, a join or a union there is none to pass on.
    private static bool DeliversPosition(PlanNode node, HashSet<int> delivered) => node switch
    {
        SourceNode or ValidateNode or ProgramNode => true,
        MaskNode or FilterNode or DeduplicateNode => delivered.Contains(node.Inputs[0]),
        _ => false,
    };

    private void MarkPositions(PlanNode node, HashSet<int> delivered)
    {
        var needs = node is DeduplicateNode || (node is MaskNode or FilterNode or ValidateNode && _positioned.Contains(node.Id));
        if (needs && delivered.Contains(node.Inputs[0])) _positioned.Add(node.Inputs[0]);
    }
}
