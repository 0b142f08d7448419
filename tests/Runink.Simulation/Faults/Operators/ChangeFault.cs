using System.Collections.Immutable;
using Runink.Raft;

namespace Runink.Simulation;

/// <summary>
/// An operator changes the membership, several steps at once now and then, as wildly as one may who never asks for a roster
/// that could not bear the losses there are.
/// </summary>
public sealed class ChangeFault() : Fault(FaultKind.Change)
{
    public override string? Inject(FaultScene scene)
    {
        Retirement.OfRemovedMachines(scene);
        if (scene.Cluster.Leader is not { Status: NodeStatus.Up } leader) return null;
        var steps = ImmutableArray.CreateBuilder<MembershipStep>();
        var roster = leader.Raft.Membership.Current;
        for (var wishes = scene.Chance.Below(3) == 0 ? 1 + scene.Chance.Below(4) : 1; wishes > 0; wishes--)
        {
            if (Wish(scene, roster) is not { } step || Rosters.After(roster, step) is not { } next) continue;
            roster = next;
            steps.Add(step);
        }

        if (steps.Count == 0 || !roster.IsSound || !DataBudget.Bears(scene.Cluster, roster)) return null;
        var change = new MembershipChange(steps.ToImmutable());
        leader.ChangeMembership(change);
        return $"{leader.Id} is asked: {change}";
    }

    private static MembershipStep? Wish(FaultScene scene, Roster roster)
    {
        var gone = roster.Members.Where(member => scene.Cluster.Find(member.Id) is not { IsGone: false }).ToList();
        if (gone.Count > 0 && scene.Chance.Below(3) > 0) return new(MembershipOperation.Remove, gone[0].Id);
        var members = roster.Members;
        if (members.IsEmpty) return null;
        var member = members[scene.Chance.Below(members.Length)];
        return scene.Chance.Below(6) switch
        {
            0 => new(MembershipOperation.Remove, member.Id),
            1 => new(MembershipOperation.Demote, member.Id),
            2 or 3 => new(MembershipOperation.Promote, PickLearner(scene, roster) ?? member.Id),
            _ => PickNewcomer(scene, roster) is { } newcomer ? new(WayIn(scene, newcomer), newcomer.Id) : null,
        };
    }

    private static NodeId? PickLearner(FaultScene scene, Roster roster)
    {
        var learners = roster.Members.Where(member => member.Kind == MemberKind.Learner).ToList();
        return learners.Count == 0 ? null : learners[scene.Chance.Below(learners.Count)].Id;
    }

    /// <summary>A machine that waits, was removed before, or is set up for the purpose; some are started only later.</summary>
    private static SimulatedNode? PickNewcomer(FaultScene scene, Roster roster)
    {
        var waiting = scene.PickNode(node => !node.IsGone && roster.Find(node.Id) is null);
        if (waiting is not null && scene.Chance.Coin()) return waiting;
        if (!scene.Cluster.HasRoom) return waiting;
        var newcomer = scene.Cluster.Join(witness: scene.Chance.Below(4) == 0);
        scene.Later(scene.Chance.Coin() ? 0 : scene.DrawDuration(), newcomer.Start);
        return newcomer;
    }

    private static MembershipOperation WayIn(FaultScene scene, SimulatedNode newcomer) =>
        newcomer.IsWitness ? MembershipOperation.AddWitness
        : scene.Chance.Below(3) == 0 ? MembershipOperation.AddVoter
        : MembershipOperation.AddLearner;
}
