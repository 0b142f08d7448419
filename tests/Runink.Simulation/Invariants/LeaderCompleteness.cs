using Runink.Raft;

namespace Runink.Simulation;

/// <summary>
/// What was committed in a term is in the log of every leader of a later one (Raft paper, section 5.4). Looked at when a node begins
/// to lead, and for every node that leads a later term when something is committed late in an earlier one. The last entry is
/// enough: log matching answers for those before it.
/// </summary>
public sealed class LeaderCompleteness(CommitLedger commits) : Invariant
{
    private readonly List<IObservedNode> _nodes = [];
    private Term _newest;

    public override string Rule => "Leader completeness";

    public override void Started(IObservedNode node)
    {
        if (!_nodes.Contains(node)) _nodes.Add(node);
    }

    public override void Stepped(IObservedNode node, in NodeView before)
    {
        var view = node.View;
        if (!view.Leads) return;
        if (view.Term > _newest) _newest = view.Term;
        if (!before.Leads || before.Term != view.Term) Check(node);
        if (view.Commit == before.Commit || view.Term == _newest) return;
        foreach (var other in _nodes)
            if (other.IsRunning && other.View.Leads && other.View.Term > view.Term) Check(other);
    }

    private void Check(IObservedNode leader)
    {
        var committed = commits.LastCommittedBefore(leader.View.Term);
        if (committed.Index <= leader.View.LogBase.Index) return;
        if (committed.Index > leader.View.LastLog.Index
            || (leader.TermAt(committed.Index) is { } term && term != committed.Term))
        {
            Broken($"node {leader.Id} leads term {leader.View.Term} with a log up to {leader.View.LastLog}, "
                + $"without the committed {committed}");
        }
    }
}
