using Runink.Raft;

namespace Runink.Simulation;

/// <summary>
/// A read is served at or after everything that was committed anywhere when the client asked (Raft thesis, section 6.4). Linearizable
/// histories follow from it; this finds the mistake even when the stale answer happens to be right.
/// </summary>
public sealed class FreshReads(CommitLedger commits) : Invariant
{
    private readonly Question[] _asked = new Question[StateMachine.MaxClients];

    public override string Rule => "Reads are fresh";

    public override void Called(IObservedNode node, Operation operation, ulong context)
    {
        ref var asked = ref _asked[operation.Command.Client];
        // Asked a second time, the operation may still be answered as of the first.
        var first = asked.Operation == operation ? asked.First : commits.Last;
        asked = new Question(operation, node.Id, context, first, commits.Last);
    }

    public override void Emitted(IObservedNode node, Effect effect)
    {
        if (effect is not ReadReady ready) return;
        foreach (var asked in _asked)
        {
            if (asked.Node != node.Id || asked.Context != ready.Context || ready.Index >= asked.Committed) continue;
            Broken($"node {node.Id} may serve {ready}, and {asked.Committed} was committed when it was asked");
        }
    }

    public override void Answered(IObservedNode node, Operation operation, LogPosition position)
    {
        var asked = _asked[operation.Command.Client];
        if (!operation.Command.IsRead || asked.Operation != operation) return;
        if (position.Index < asked.First)
            Broken($"node {node.Id} served {operation} at {position}, and {asked.First} was committed when it was asked");
    }

    /// <summary>What a client asks, whom, and what was committed when it first asked for that and when it asked this node.</summary>
    private readonly record struct Question(
        Operation? Operation, NodeId Node, ulong Context, LogIndex First, LogIndex Committed);
}
