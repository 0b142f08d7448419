using Runink.Raft;

namespace Runink.Simulation;

/// <summary>What invariants may know of a node: how its core looks from outside, what its disk holds, and the true state of its clock.</summary>
public interface IObservedNode
{
    NodeId Id { get; }

    /// <summary>Counts the lives of the program.</summary>
    int Life { get; }

    bool IsRunning { get; }

    RaftOptions Options { get; }

    /// <summary>How the core looked after its last input.</summary>
    NodeView View { get; }

    /// <summary>The membership in force as the core sees it.</summary>
    Membership Membership { get; }

    /// <summary>Until when the core would serve reads without asking; null for not at all.</summary>
    MonotonicTime? LeaseEnd { get; }

    /// <summary>What the node's own clock shows at this very moment, whether or not the node looks.</summary>
    MonotonicTime Time { get; }

    RaftLoad Load { get; }

    /// <summary>What the disk holds.</summary>
    DurableState Durable { get; }

    StateMachine Machine { get; }

    /// <summary>The term in the log of the core; null when compacted away, past the end, or lost to the disk.</summary>
    Term? TermAt(LogIndex index);
}
