using Runink.Raft;

namespace Runink.Simulation;

/// <summary>
/// Entries are handed to the state machine one after the other, without a gap, and only when they are durable on the node itself
/// (Raft paper, section 5.3): else a crash would let its state know more than its log.
/// </summary>
public sealed class ApplicationOrder(LogShadows shadows) : Invariant
{
    private readonly LogIndex[] _handedOut = new LogIndex[SimulatedCluster.MaxAddresses];

    public override string Rule => "Applied in order and durable";

    public override void Started(IObservedNode node) => _handedOut[(int)node.Id.Value] = node.Machine.Applied.Index;

    public override void Emitted(IObservedNode node, Effect effect)
    {
        ref var handedOut = ref _handedOut[(int)node.Id.Value];
        if (effect is InstallSnapshot install) handedOut = install.Snapshot.Index;
        if (effect is not Apply apply) return;
        foreach (var entry in apply.Entries)
        {
            if (entry.Index != handedOut.Next) Broken($"node {node.Id} is asked to apply {entry} after {handedOut}");
            handedOut = entry.Index;
            if (shadows.OnDisk(node.Id).TermAt(entry.Index) is { } term ? term == entry.Term : entry.Index <= node.Durable.Log.Base.Index)
                continue;
            Broken($"node {node.Id} is asked to apply {entry}, and its disk ends at {shadows.OnDisk(node.Id).End}");
        }
    }
}
