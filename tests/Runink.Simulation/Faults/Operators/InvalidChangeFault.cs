using System.Collections.Immutable;
using Runink.Raft;

namespace Runink.Simulation;

/// <summary>Someone asks a leader for a change that makes no sense. It must be refused, and nothing may move.</summary>
public sealed class InvalidChangeFault() : Fault(FaultKind.InvalidChange)
{
    public override string? Inject(FaultScene scene)
    {
        if (scene.Cluster.Leader is not { Status: NodeStatus.Up } leader) return null;
        var change = new MembershipChange(Nonsense(scene, leader.Raft.Membership.Current));
        var before = leader.Raft.LastLog;
        leader.ChangeMembership(change);
        if (leader.Raft.LastLog != before)
            throw new ViolationException("invalid changes are refused", $"{leader.Id} appended for {change}");
        return $"{leader.Id} is asked for nonsense: {change}";
    }

    private static ImmutableArray<MembershipStep> Nonsense(FaultScene scene, Roster roster)
    {
        var nobody = new NodeId((ulong)scene.Cluster.Nodes.Count + 5);
        var members = roster.Members;
        var member = members[scene.Chance.Below(members.Length)];
        return scene.Chance.Below(9) switch
        {
            0 => [],
            1 => Strangers(MembershipOperation.AddLearner, MembershipChange.MaxSteps + 1),
            2 => [new(MembershipOperation.AddLearner, NodeId.None)],
            3 => [new(MembershipOperation.AddLearner, member.Id)],
            4 => [new(MembershipOperation.Remove, nobody)],
            5 => [new(MembershipOperation.Promote, nobody)],
            6 => [new(member.Votes ? MembershipOperation.Promote : MembershipOperation.Demote, member.Id)],
            7 => [.. members.Where(m => m.Votes).Select(m => new MembershipStep(MembershipOperation.Remove, m.Id))],
            _ => Strangers(MembershipOperation.AddWitness, roster.VotingCount + 2),
        };
    }

    private static ImmutableArray<MembershipStep> Strangers(MembershipOperation operation, int count) =>
        [.. Enumerable.Range(100, count).Select(id => new MembershipStep(operation, new NodeId((ulong)id)))];
}
