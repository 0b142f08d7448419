using Runink.Raft;

namespace Runink.Barn;

/// <summary>How a group stood on this node after a turn. Immutable.</summary>
/// <param name="Role">What this node is in the group.</param>
/// <param name="Leader">Who leads; 0 when nobody is known.</param>
/// <param name="Term">The newest term.</param>
/// <param name="CommitIndex">The last entry that is committed.</param>
/// <param name="AppliedIndex">The last entry that was applied.</param>
/// <param name="IsAsleep">Whether the group sleeps here.</param>
/// <param name="Membership">Who belongs to the group, as far as this node knows.</param>
internal sealed record GroupStatus(
    Role Role, ulong Leader, Term Term, LogIndex CommitIndex, LogIndex AppliedIndex, bool IsAsleep, Membership Membership)
{
    /// <summary>Before the first turn.</summary>
    public static GroupStatus Unknown { get; } = new(Role.Follower, 0, default, default, default, IsAsleep: false, Membership.Empty);

    public static GroupStatus Of(RaftNode raft) => new(
        raft.Role, raft.Leader.Value, raft.Term, raft.Commit, raft.AppliedIndex, raft.IsAsleep, raft.Membership);

    /// <summary>Whether this is how the group still stands.</summary>
    public bool Holds(RaftNode raft) =>
        CommitIndex == raft.Commit && AppliedIndex == raft.AppliedIndex && Term == raft.Term && Role == raft.Role
        && Leader == raft.Leader.Value && IsAsleep == raft.IsAsleep && ReferenceEquals(Membership, raft.Membership);
}
