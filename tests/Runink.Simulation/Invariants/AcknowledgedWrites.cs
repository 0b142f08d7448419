using Runink.Raft;

namespace Runink.Simulation;

/// <summary>
/// A write that a client was told of is committed where it was said to be, under its own name, and every node that has converged has
/// applied it: nothing acknowledged is lost.
/// </summary>
public sealed class AcknowledgedWrites(EntryLedger ledger, CommitLedger commits) : Invariant
{
    private LogIndex _last;

    public override string Rule => "No acknowledged write lost";

    public override void Answered(IObservedNode node, Operation operation, LogPosition position)
    {
        var command = operation.Command;
        if (command.IsRead) return;
        if (commits.TermAt(position.Index) != position.Term)
            Broken($"node {node.Id} acknowledged {operation} at {position}, the group committed {commits.TermAt(position.Index)} there");
        if (ledger.Find(position.Index, position.Term) is not { Entry: { Kind: EntryKind.Command } entry }
            || Command.Decode(entry.Command.Span) != command)
        {
            Broken($"node {node.Id} acknowledged {operation} at {position}, where something else stands");
        }

        _last = LogIndex.Max(_last, position.Index);
    }

    public override void Converged(IReadOnlyList<IObservedNode> members)
    {
        foreach (var node in members)
        {
            if (!Witnesses.IsWitness(node) && node.Machine.Applied.Index < _last)
                Broken($"node {node.Id} has converged at {node.Machine.Applied}, and a write was acknowledged at {_last}");
        }
    }
}
