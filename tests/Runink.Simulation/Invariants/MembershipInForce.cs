using Runink.Raft;

namespace Runink.Simulation;

/// <summary>
/// The newest membership in a node's log is in force, committed or not, and truncation brings back the one before it (Raft paper,
/// section 6). Looked at when the effects told so far describe the log as it was after the last input: same end, same log.
/// </summary>
public sealed class MembershipInForce(LogShadows shadows) : Invariant
{
    private readonly Membership?[] _inForce = new Membership?[SimulatedCluster.MaxAddresses];

    public override string Rule => "Membership in force";

    // What the disk has lost, a node that starts cannot know, until a peer has restored it.
    public override void Started(IObservedNode node) =>
        _inForce[(int)node.Id.Value] = node.Durable.Rotten.Count > 0 ? null : node.Membership;

    public override void Stepped(IObservedNode node, in NodeView before)
    {
        ref var inForce = ref _inForce[(int)node.Id.Value];
        if (inForce is null) return;
        var told = shadows.Told(node.Id);
        if (told.End == before.LastLog && !ReferenceEquals(told.Newest, inForce) && !told.Newest.Equals(inForce))
            Broken($"node {node.Id} goes by {inForce}, and the newest membership in its log up to {told.End} is {told.Newest}");
        inForce = node.Membership;
    }
}
