using Runink.Raft;

namespace Runink.Barn;

/// <summary>
/// Refuses changes that would leave the group without a majority that works, as etcd's strict check does: a voter that has never started,
/// or does not answer, counts as one that does not work.
/// </summary>
internal static class QuorumCheck
{
    /// <summary>Why the change is refused, or null. Asked on the leader.</summary>
    public static KvError? Check(RaftNode raft, KvMembers members, MembershipChange change)
    {
        var roster = raft.Membership.Current.Members;
        foreach (var step in change.Steps)
        {
            var before = roster.FirstOrDefault(member => member.Id == step.Node);
            switch (step.Operation)
            {
                case MembershipOperation.AddVoter when roster.Count(member => member.Votes) > 1:
                    var started = roster.Count(member => member.Votes && members.Find(member.Id.Value) is not { Name: "" });
                    if (started < Majority(roster.Count(member => member.Votes) + 1)) return KvErrors.MemberNotEnoughStarted;
                    break;
                case MembershipOperation.Remove when before.Votes && Answers(raft, step.Node):
                    var left = roster.Where(member => member.Votes && member.Id != step.Node).ToList();
                    if (left.Count == 0) return KvErrors.MemberNotEnoughStarted;
                    if (left.Count(member => Answers(raft, member.Id)) < Majority(left.Count)) return KvErrors.Unhealthy;
                    break;
            }
        }

        return null;
    }

    private static int Majority(int voters) => (voters / 2) + 1;

    private static bool Answers(RaftNode raft, NodeId id) => id == raft.Id || raft.PeerOf(id) is { Active: true };
}
