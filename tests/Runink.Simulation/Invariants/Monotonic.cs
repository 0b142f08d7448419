using Runink.Raft;

namespace Runink.Simulation;

/// <summary>
/// Terms only grow, on the disk for ever and in the core within a life; so do commit and what is applied, which never passes
/// commit (Raft paper, figure 2).
/// </summary>
public sealed class Monotonic : Invariant
{
    private readonly Term[] _saved = new Term[SimulatedCluster.MaxAddresses];
    private readonly LogIndex[] _applied = new LogIndex[SimulatedCluster.MaxAddresses];

    public override string Rule => "Terms and commit only grow";

    public override void Started(IObservedNode node)
    {
        _applied[(int)node.Id.Value] = node.Machine.Applied.Index;
        if (node.View.Term < _saved[(int)node.Id.Value])
            Broken($"node {node.Id} starts in term {node.View.Term} and had saved term {_saved[(int)node.Id.Value]}");
    }

    public override void Stepped(IObservedNode node, in NodeView before)
    {
        var view = node.View;
        if (view.Term < before.Term) Broken($"node {node.Id} goes back from term {before.Term} to {view.Term}");
        if (view.Commit < before.Commit) Broken($"node {node.Id} takes commit back from {before.Commit} to {view.Commit}");
    }

    public override void Persisted(IObservedNode node, Write write, int entries)
    {
        if (write is not SaveVote vote) return;
        ref var saved = ref _saved[(int)node.Id.Value];
        if (vote.Term < saved) Broken($"node {node.Id} saves term {vote.Term} after term {saved}");
        saved = vote.Term;
    }

    public override void Applied(IObservedNode node, Entry entry)
    {
        if (entry.Index > node.View.Commit) Broken($"node {node.Id} applies {entry} and has committed {node.View.Commit}");
        Advance(node);
    }

    public override void Installed(IObservedNode node, SnapshotDescription snapshot)
    {
        if (!Witnesses.IsWitness(node)) Advance(node);
    }

    private void Advance(IObservedNode node)
    {
        ref var applied = ref _applied[(int)node.Id.Value];
        if (node.Machine.Applied.Index <= applied)
            Broken($"node {node.Id} had applied {applied} and goes back to {node.Machine.Applied}");
        applied = node.Machine.Applied.Index;
    }
}
