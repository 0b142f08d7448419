using Runink.Raft;

namespace Runink.Simulation;

/// <summary>
/// At most one leader in a term (Raft paper, section 5.2), over crashes too: a node that led a term does not lead it again in a later
/// life, since it may have lost entries of that term which it had sent.
/// </summary>
public sealed class ElectionSafety : Invariant
{
    private readonly Dictionary<Term, (NodeId Node, int Life)> _leaders = [];

    public override string Rule => "Election safety";

    public override void Stepped(IObservedNode node, in NodeView before)
    {
        var view = node.View;
        if (!view.Leads || (before.Leads && before.Term == view.Term)) return;
        if (_leaders.TryAdd(view.Term, (node.Id, node.Life))) return;
        var other = _leaders[view.Term];
        Broken($"node {node.Id} in life {node.Life} leads term {view.Term}, which node {other.Node} led in life {other.Life}");
    }
}
