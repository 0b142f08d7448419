using Runink.Raft;

namespace Runink.Simulation;

/// <summary>What a node looks like from outside, at one moment of one life.</summary>
public readonly record struct NodeView(
    Role Role,
    Term Term,
    NodeId VotedFor,
    NodeId Leader,
    LogPosition LastLog,
    LogPosition LogBase,
    LogIndex Commit,
    LogIndex Durable,
    LogIndex MembershipIndex)
{
    public static NodeView Of(RaftNode node) => new(
        node.Role, node.Term, node.VotedFor, node.Leader, node.LastLog, node.LogBase, node.Commit, node.DurableIndex,
        node.MembershipIndex);

    public bool Leads => Role == Role.Leader;

    /// <summary>
    /// Whether its log ends where a leader's does. What a disk lost beyond that may have been acknowledged, and stays until the leader's next
    /// entry takes its place.
    /// </summary>
    public bool EndsLike(in NodeView leader) =>
        LastLog == leader.LastLog || (LastLog.Term == Term.Zero && LastLog.Index > leader.LastLog.Index);
}
