using Runink.Raft;

namespace Runink.Simulation;

/// <summary>
/// Hears what happens in a cluster at the moment when it happens, so that a rule can be checked by what changed and never by
/// looking at everything. A broken rule is a <see cref="ViolationException"/>.
/// </summary>
public abstract class ClusterObserver
{
    /// <summary>A node begins a life from what its disk holds; it has taken no input yet.</summary>
    public virtual void Started(IObservedNode node)
    {
    }

    /// <summary>A node is about to lose everything that is not on its disk.</summary>
    public virtual void Crashing(IObservedNode node)
    {
    }

    /// <summary>
    /// A node has taken one input; its effects were not taken yet. <see cref="IObservedNode.View"/> is how it is now.
    /// </summary>
    public virtual void Stepped(IObservedNode node, in NodeView before)
    {
    }

    /// <summary>A node's host begins to carry out an effect.</summary>
    public virtual void Emitted(IObservedNode node, Effect effect)
    {
    }

    /// <summary>A write is on the disk of a node; its core may not have been told yet, or never will be.</summary>
    /// <param name="node">Whose disk.</param>
    /// <param name="write">What was written.</param>
    /// <param name="entries">How many entries of an append; fewer than it has if a crash tore it.</param>
    public virtual void Persisted(IObservedNode node, Write write, int entries)
    {
    }

    /// <summary>The disk of a node has lost an entry; nobody knows yet.</summary>
    public virtual void Rotted(IObservedNode node, LogIndex index)
    {
    }

    /// <summary>The state machine of a node has applied an entry.</summary>
    public virtual void Applied(IObservedNode node, Entry entry)
    {
    }

    /// <summary>The state machine of a node was loaded from a snapshot that came from another node.</summary>
    public virtual void Installed(IObservedNode node, SnapshotDescription snapshot)
    {
    }

    /// <summary>A client calls; the context names the call to the node.</summary>
    public virtual void Called(IObservedNode node, Operation operation, ulong context)
    {
    }

    /// <summary>A client has its answer.</summary>
    /// <param name="node">Who gave it.</param>
    /// <param name="operation">The operation with its reply.</param>
    /// <param name="position">Where a change stands in the log; for a read, what was applied when it was served.</param>
    public virtual void Answered(IObservedNode node, Operation operation, LogPosition position)
    {
    }

    /// <summary>All that will ever be known about one object: every operation on it, in the order of the calls.</summary>
    public virtual void HistoryClosed(ObjectId target, IReadOnlyList<Operation> history)
    {
    }

    /// <summary>All faults are healed, and every node that belongs to the group runs and has caught up.</summary>
    public virtual void Converged(IReadOnlyList<IObservedNode> members)
    {
    }
}
