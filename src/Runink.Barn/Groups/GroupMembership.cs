using Runink.Raft;

namespace Runink.Barn;

/// <summary>The way from who belongs to a group to who should: to the members of the platform's group. One step at a time.</summary>
internal static class GroupMembership
{
    /// <summary>
    /// The next step; null when there is none. Whoever left goes first, as in the platform's group. Who comes learns first and votes once
    /// it has caught up. A leader that left goes last, and by another's hand.
    /// </summary>
    /// <param name="raft">The group's core on its leader.</param>
    /// <param name="target">Who should belong to it.</param>
    public static MembershipStep? Next(RaftNode raft, Roster target)
    {
        var current = raft.Membership.Current;
        foreach (var member in current.Members)
            if (member.Id != raft.Id && target.Find(member.Id) is null) return new(MembershipOperation.Remove, member.Id);
        foreach (var member in target.Members)
            if (current.Find(member.Id) is null) return new(MembershipOperation.AddLearner, member.Id);
        foreach (var member in target.Members)
            if (member.Votes && !current.Votes(member.Id) && HasCaughtUp(raft, member.Id)) return new(MembershipOperation.Promote, member.Id);
        return target.Find(raft.Id) is null ? new(MembershipOperation.Remove, raft.Id) : null;
    }

    private static bool HasCaughtUp(RaftNode raft, NodeId id) =>
        raft.PeerOf(id) is { Active: true } peer && raft.Commit - peer.Match <= raft.Options.PromotionLagEntries;
}
