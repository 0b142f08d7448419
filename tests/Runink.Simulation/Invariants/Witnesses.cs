using Runink.Raft;

namespace Runink.Simulation;

/// <summary>A witness votes and keeps terms; it keeps nobody's data, and it never stands for election.</summary>
public sealed class Witnesses : Invariant
{
    public override string Rule => "Witnesses keep no data";

    public static bool IsWitness(IObservedNode node) => node.Options.Witness || node.Membership.IsWitness(node.Id);

    public override void Stepped(IObservedNode node, in NodeView before)
    {
        if (node.View.Role != before.Role && node.View.Role != Role.Follower && IsWitness(node))
            Broken($"witness {node.Id} is a {node.View.Role}");
    }

    public override void Emitted(IObservedNode node, Effect effect)
    {
        if (effect is Apply or StageSnapshotChunk { Data.IsEmpty: false } && IsWitness(node)) Broken($"witness {node.Id} is asked to {effect}");
        if (effect is not Append append || !IsWitness(node)) return;
        foreach (var entry in append.Entries)
            if (!entry.Command.IsEmpty) Broken($"witness {node.Id} is asked to write {entry}");
    }
}
