using Runink.Raft;

namespace Runink.Simulation;

/// <summary>
/// If a node has applied an entry at an index, no node ever applies another one there (Raft paper, section 5.4.3), and the
/// states are the same, whether they were reached entry by entry, from a snapshot, or over a restart.
/// </summary>
public sealed class StateMachineSafety : Invariant
{
    private readonly List<(Term Term, ulong State)> _applied = [];

    public override string Rule => "State machine safety";

    public override void Started(IObservedNode node) => CheckState(node, "after its start");

    public override void Installed(IObservedNode node, SnapshotDescription snapshot)
    {
        if (Witnesses.IsWitness(node)) return;
        if (node.Machine.Applied != snapshot.Position)
            Broken($"node {node.Id} installed {snapshot} and has the state of {node.Machine.Applied}");
        CheckState(node, "from a snapshot");
    }

    public override void Applied(IObservedNode node, Entry entry)
    {
        if (entry.Index.Value > _applied.Count + 1) Broken($"node {node.Id} applies {entry}, and nobody has applied the one before it");
        if (entry.Index.Value == _applied.Count + 1) _applied.Add((entry.Term, node.Machine.Hash));
        else CheckState(node, "by applying");
    }

    private void CheckState(IObservedNode node, string how)
    {
        var position = node.Machine.Applied;
        if (position.Index == LogIndex.Zero) return;
        if (position.Index.Value > _applied.Count) Broken($"node {node.Id} has a state at {position} {how}, and nobody ever applied that");
        var known = _applied[(int)position.Index.Value - 1];
        if (known.Term != position.Term)
            Broken($"node {node.Id} came to {position} {how}, another node applied an entry of term {known.Term} there");
        if (known.State != node.Machine.Hash)
            Broken($"node {node.Id} has another state at {position} {how} than another node has there");
    }
}
