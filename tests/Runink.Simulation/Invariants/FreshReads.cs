using Runink.Raft;

namespace Runink.Simulation;

/// <summary>
/// A read is served at or after everything that was committed anywhere when the client asked (Raft thesis, section 6.4). Linearizable
/// histories follow from it; this finds the mistake even when the stale answer happens to be right.
/// </summary>
public sealed class FreshReads(CommitLedger commits) : Invariant
{
    private readonly (NodeId Node, ulong Context, LogIndex Committed)[] _asked =
        new (NodeId, ulong, LogIndex)[StateMachine.MaxClients];

    public override string Rule => "Reads are fresh";

    public override void Called(IObservedNode node, Operation operation, ulong context) =>
        _asked[operation.Command.Client] = (node.Id, context, commits.Last);

    public override void Emitted(IObservedNode node, Effect effect)
    {
        if (effect is not ReadReady ready) return;
        foreach (var (asked, context, committed) in _asked)
        {
            if (asked != node.Id || context != ready.Context || ready.Index >= committed) continue;
            Broken($"node {node.Id} may serve {ready}, and {committed} was committed when it was asked");
        }
    }

    public override void Answered(IObservedNode node, Operation operation, LogPosition position)
    {
        var (asked, _, committed) = _asked[operation.Command.Client];
        if (!operation.Command.IsRead || asked != node.Id) return;
        if (position.Index < committed)
            Broken($"node {node.Id} served {operation} at {position}, and {committed} was committed when it was asked");
    }
}
