namespace Runink.Raft;

/// <summary>Works out the roster that a change leads to, or says why it cannot.</summary>
internal static class MembershipPlan
{
    /// <summary>The most members of a roster.</summary>
    public const int MaxMembers = 64;

    /// <returns>Null when the change makes sense, else why not.</returns>
    public static string? Apply(Roster roster, MembershipChange change, out Roster next)
    {
        next = roster;
        if (change.Steps.IsDefaultOrEmpty) return "the change has no steps";
        if (change.Steps.Length > MembershipChange.MaxSteps) return $"the change has more than {MembershipChange.MaxSteps} steps";
        var members = roster.Members.ToList();
        foreach (var step in change.Steps)
        {
            if (change.Steps.Count(s => s.Node == step.Node) > 1) return $"node {step.Node} is named in two steps";
            if (Take(members, step) is { } problem) return problem;
        }

        if (members.Count > MaxMembers) return $"a group has at most {MaxMembers} members";
        next = Roster.Of(members);
        return next.IsSound ? null : $"{next} would have no voter, or so many witnesses that a majority may hold no data";
    }

    private static string? Take(List<Member> members, MembershipStep step)
    {
        if (step.Node == NodeId.None) return "a step names no node";
        var at = members.FindIndex(member => member.Id == step.Node);
        MemberKind? kind = at < 0 ? null : members[at].Kind;
        switch (step.Operation, kind)
        {
            case (MembershipOperation.AddLearner, null):
                members.Add(new Member(step.Node, MemberKind.Learner));
                return null;
            case (MembershipOperation.AddVoter, null):
                members.Add(new Member(step.Node, MemberKind.Voter));
                return null;
            case (MembershipOperation.AddWitness, null):
                members.Add(new Member(step.Node, MemberKind.Witness));
                return null;
            case (MembershipOperation.Promote, MemberKind.Learner):
                members[at] = new Member(step.Node, MemberKind.Voter);
                return null;
            case (MembershipOperation.Demote, MemberKind.Voter):
                members[at] = new Member(step.Node, MemberKind.Learner);
                return null;
            case (MembershipOperation.Remove, not null):
                members.RemoveAt(at);
                return null;
            default:
                return $"{step.Operation} does not fit node {step.Node}, which is {(kind is null ? "no member" : $"a {kind}")}";
        }
    }
}
