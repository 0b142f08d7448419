using Runink.Raft;

namespace Runink.Simulation;

/// <summary>What an operator expects of a step; written apart from the core's own rules.</summary>
internal static class Rosters
{
    /// <summary>The roster after a step, or null if the step makes no sense there.</summary>
    public static Roster? After(Roster roster, MembershipStep step)
    {
        var member = roster.Find(step.Node);
        return (step.Operation, member?.Kind) switch
        {
            (MembershipOperation.AddLearner, null) => With(roster, step.Node, MemberKind.Learner),
            (MembershipOperation.AddVoter, null) => With(roster, step.Node, MemberKind.Voter),
            (MembershipOperation.AddWitness, null) => With(roster, step.Node, MemberKind.Witness),
            (MembershipOperation.Promote, MemberKind.Learner) => With(roster, step.Node, MemberKind.Voter),
            (MembershipOperation.Demote, MemberKind.Voter) => With(roster, step.Node, MemberKind.Learner),
            (MembershipOperation.Remove, not null) => With(roster, step.Node, null),
            _ => null,
        };
    }

    private static Roster With(Roster roster, NodeId id, MemberKind? kind)
    {
        var others = roster.Members.Where(member => member.Id != id);
        return Roster.Of(kind is { } some ? others.Append(new Member(id, some)) : others);
    }
}
