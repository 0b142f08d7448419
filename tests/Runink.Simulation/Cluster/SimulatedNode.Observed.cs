using Runink.Raft;

namespace Runink.Simulation;

/// <summary>What invariants may know of the machine.</summary>
public sealed partial class SimulatedNode : IObservedNode
{
    RaftOptions IObservedNode.Options => _options;

    Membership IObservedNode.Membership => Raft.Membership;

    MonotonicTime? IObservedNode.LeaseEnd => Raft.LeaseEnd;

    MonotonicTime IObservedNode.Time => Time;

    RaftLoad IObservedNode.Load => Raft.Load;

    Term? IObservedNode.TermAt(LogIndex index) => Raft.TermAt(index);
}
