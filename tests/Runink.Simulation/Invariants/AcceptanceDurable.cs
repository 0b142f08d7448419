using Runink.Raft;

namespace Runink.Simulation;

/// <summary>
/// An AppendAccepted leaves only when the disk of its sender holds everything up to there as the leader of that term has it
/// (Raft paper, figure 2: respond after stable storage is updated).
/// </summary>
public sealed class AcceptanceDurable(LogShadows shadows) : Invariant
{
    private readonly Dictionary<Term, IObservedNode> _leaders = [];

    public override string Rule => "Acceptance durable";

    public override void Stepped(IObservedNode node, in NodeView before)
    {
        if (node.View.Leads) _leaders[node.View.Term] = node;
    }

    public override void Emitted(IObservedNode node, Effect effect)
    {
        if (effect is not Send { Message: AppendAccepted accepted }) return;
        // A disk that has since followed a later leader may hold something else by now; what was accepted was there before.
        if (node.Durable.Term > accepted.Term) return;
        var held = shadows.OnDisk(node.Id).TermAt(accepted.Match);
        if (held is null && accepted.Match > node.Durable.Log.Base.Index)
            Broken($"node {node.Id} sends {accepted}, and its disk ends at {shadows.OnDisk(node.Id).Last}");
        if (held is null || !_leaders.TryGetValue(accepted.Term, out var leader)) return;
        if (!leader.View.Leads || leader.View.Term != accepted.Term || leader.TermAt(accepted.Match) is not { } term) return;
        if (held != term) Broken($"node {node.Id} sends {accepted}, where it has term {held} and the leader {term}");
    }
}
