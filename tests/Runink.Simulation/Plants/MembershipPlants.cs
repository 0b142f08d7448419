namespace Runink.Simulation;

/// <summary>Bugs in membership changes and transfers.</summary>
public static class MembershipPlants
{
    public static IReadOnlyList<Plant> All { get; } =
    [
        new("learners-count", "learners have no vote", "Membership/Member.cs",
            "Kind != MemberKind.Learner", "Kind >= MemberKind.Voter"),
        new("commit-by-the-new-roster", "in a joint membership a commit needs both majorities", "Replication/PeerTable.cs",
            "membership.Outgoing is null ? current : Math.Min(current, Agreed(membership.Outgoing, value))", "current"),
        new("membership-when-committed", "a membership is in force from when it is appended", "NodeState.cs",
            "members.Current", "members.At(LogIndex.Max(Commit, log.Base.Index))"),
        new("membership-not-rolled-back", "a truncated membership gives way to the one before", "Membership/MembershipHistory.cs",
            "return _items.RemoveAll(item => item.Index >= index) > 0;", "return false;"),
        new("two-changes-at-once", "one membership change at a time", "Membership/MembershipChanges.cs",
            "node.Membership.IsJoint || node.Members.Index > node.Commit || node.Commit < lead.TermStart",
            "node.Commit < lead.TermStart"),
        new("change-without-joint", "a change goes through a joint membership", "Membership/MembershipChanges.cs",
            "membership: node.Membership.Entering(next)", "membership: new Membership(next)"),
        new("leave-joint-early", "a joint membership is left when it is committed", "Membership/MembershipChanges.cs",
            "if (node.Members.Index > node.Commit) return;", ""),
        new("leave-joint-never", "a joint membership is left in the end", "Membership/MembershipChanges.cs",
            "if (node.Membership.IsJoint) LeaderLog.Append(node, EntryKind.Membership, membership: node.Membership.Left);",
            "if (node.Membership.IsJoint) return;"),
        new("transfer-without-end", "a transfer that does not succeed is given up", "Elections/Transfers.cs",
            "if (lead.Transfer.Age >= node.Options.ElectionTicks) Abort(node, lead);", ""),
    ];
}
