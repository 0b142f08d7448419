using Runink.Raft;

namespace Runink.Simulation;

/// <summary>
/// How much loss the protocol can bear. A committed entry stands on a majority of the voters; of those some keep no data from the
/// start (witnesses), and some may have lost theirs. As long as all of these are at most a minority of every roster in force,
/// each committed entry stands somewhere, and the rest can still form a majority.
/// </summary>
public static class DataBudget
{
    /// <summary>Whether the cluster bears that this node loses data as well.</summary>
    public static bool BearsLossOf(SimulatedCluster cluster, SimulatedNode victim) =>
        RostersInForce(cluster).All(roster => Bears(cluster, roster, victim));

    /// <summary>Whether a roster would have enough data and enough nodes for a majority.</summary>
    public static bool Bears(SimulatedCluster cluster, Roster roster, SimulatedNode? victim = null)
    {
        var lacking = roster.Members.Count(member => Lacks(cluster.Find(member.Id), member.Kind, victim));
        return lacking <= (roster.VotingCount - 1) / 2;
    }

    /// <summary>The newest committed membership, and all that were appended anywhere after it.</summary>
    public static IEnumerable<Roster> RostersInForce(SimulatedCluster cluster)
    {
        foreach (var roster in RostersOf(cluster.CommittedMembership)) yield return roster;
        foreach (var node in cluster.Nodes)
        {
            if (node.IsGone || node.Life == 0 || node.View.MembershipIndex <= cluster.CommittedMembershipIndex) continue;
            foreach (var roster in RostersOf(node.Raft.Membership)) yield return roster;
        }
    }

    private static IEnumerable<Roster> RostersOf(Membership membership) =>
        membership.Outgoing is { } outgoing ? [membership.Current, outgoing] : [membership.Current];

    private static bool Lacks(SimulatedNode? node, MemberKind kind, SimulatedNode? victim)
    {
        if (node is null) return kind != MemberKind.Learner;
        var lost = node == victim || node.Status == NodeStatus.Destroyed || node.Durable.Rotten.Count > 0;
        // A learner that was destroyed is not missed, but one that is rotten may soon be promoted.
        return kind == MemberKind.Witness || (lost && (kind == MemberKind.Voter || node.Status != NodeStatus.Destroyed));
    }
}
