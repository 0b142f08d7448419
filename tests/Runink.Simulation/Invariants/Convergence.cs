using Runink.Raft;

namespace Runink.Simulation;

/// <summary>
/// When everything is healed the group comes to rest: one leader whom all follow, one log, one state, no change of membership half
/// done. From then on, with pre-votes and check-quorum, the term stays as long as nothing goes wrong: whoever was removed, or never
/// belonged to the group, cannot disturb it (Raft thesis, sections 4.2.3 and 9.6).
/// </summary>
public sealed class Convergence : Invariant
{
    private IReadOnlyList<IObservedNode>? _members;

    public override string Rule => "Convergence";

    public override void Converged(IReadOnlyList<IObservedNode> members)
    {
        var leaders = members.Count(node => node.View.Leads);
        if (leaders != 1) Broken($"{leaders} members lead");
        var leader = members.First(node => node.View.Leads);
        if (leader.Membership.IsJoint) Broken($"the membership is {leader.Membership}");
        var model = members.First(node => !Witnesses.IsWitness(node));
        foreach (var node in members)
        {
            if (!leader.Membership.Contains(node.Id)) Broken($"node {node.Id} is not in {leader.Membership}");
            // In a group that sleeps, a node that woke or started and may not stand hears of its leader when somebody has work.
            var follows = node.View.Leader == leader.Id || (node.View.Leader == NodeId.None && node.Options.SleepAfterTicks > 0);
            if (node.View.Term != leader.View.Term || !follows)
                Broken($"node {node.Id} follows {node.View.Leader} in term {node.View.Term}, not {leader.Id} in {leader.View.Term}");
            if (!node.View.EndsLike(leader.View) || node.View.Commit != leader.View.Commit)
                Broken($"node {node.Id} is at {node.View.LastLog}, commit {node.View.Commit}; the leader at {leader.View.LastLog}");
            if (!node.Membership.Equals(leader.Membership)) Broken($"node {node.Id} has the membership {node.Membership}");
            if (Witnesses.IsWitness(node)) continue;
            if (node.Machine.Applied != model.Machine.Applied || node.Machine.Hash != model.Machine.Hash)
                Broken($"node {node.Id} has the state at {node.Machine.Applied}, and node {model.Id} another one");
        }

        _members = members;
    }

    public override void Stepped(IObservedNode node, in NodeView before)
    {
        if (_members is null || node.View.Term == before.Term || !node.Options.PreVote || !node.Options.CheckQuorum) return;
        if (_members.Contains(node))
            Broken($"node {node.Id} goes to term {node.View.Term} although nothing happened since all had converged");
    }
}
