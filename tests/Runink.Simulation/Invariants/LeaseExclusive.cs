namespace Runink.Simulation;

/// <summary>
/// While a node would serve a read under its lease, nobody has committed anything in a newer term (LeaseGuard, arXiv 2512.15659).
/// Looked at in true time, whether or not the node happens to look at its clock: it may be paused.
/// </summary>
public sealed class LeaseExclusive(CommitLedger commits) : Invariant
{
    private readonly List<IObservedNode> _nodes = [];

    public override string Rule => "Lease never overlaps";

    public override void Started(IObservedNode node)
    {
        if (!_nodes.Contains(node)) _nodes.Add(node);
    }

    public override void Stepped(IObservedNode node, in NodeView before)
    {
        var view = node.View;
        if (!view.Leads) return;
        if (view.Term < commits.NewestTerm) Check(node);
        if (view.Commit == before.Commit || view.Term < commits.NewestTerm) return;
        foreach (var other in _nodes)
            if (other.IsRunning && other.View.Leads && other.View.Term < view.Term) Check(other);
    }

    private void Check(IObservedNode node)
    {
        if (node.LeaseEnd is not { } end || node.Time >= end) return;
        Broken($"leader {node.Id} of term {node.View.Term} would serve reads for {end - node.Time} ns more, "
            + $"and term {commits.NewestTerm} has committed up to {commits.Last}");
    }
}
