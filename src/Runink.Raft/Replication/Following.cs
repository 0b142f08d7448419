namespace Runink.Raft;

/// <summary>What every message of the leader of the term does to a follower.</summary>
internal static class Following
{
    /// <summary>The leader is there (Raft paper, section 5.2): a candidate gives way, the election timer starts over.</summary>
    public static void Hear(NodeState node, NodeId leader)
    {
        RaftAssert.That(node.Role != Role.Leader, "a term has two leaders");
        if (node.Role != Role.Follower) Roles.BecomeFollower(node, node.Term, leader);
        Roles.Follow(node, leader);
        node.Timer.Heard();
    }

    /// <summary>
    /// Learns how far the log is committed; entries that were lost to the disk are not counted until they are back.
    /// </summary>
    public static void CommitThrough(NodeState node, LogIndex index)
    {
        if (node.Log.FirstRotten is { } rotten) index = LogIndex.Min(index, rotten.Previous);
        if (index <= node.Commit) return;
        RaftAssert.That(index <= node.Log.LastIndex,
            "the leader believes entries to be here that this node never had: was its disk replaced under its old id?");
        node.Commit = index;
    }

    /// <summary>Whether so much waits for the disk or the state machine that no more can be taken.</summary>
    public static bool IsOverloaded(NodeState node) =>
        node.Writes.Count >= node.Options.MaxPendingWrites || node.Writes.PromiseCount >= node.Options.MaxPendingWrites
        || node.Log.BytesBetween(node.Apply.Applied, node.Commit) >= node.Options.MaxUncommittedBytes;

    /// <summary>Promises that everything up to there is here for good.</summary>
    public static void Accept(NodeState node, LogIndex match)
    {
        if (node.Leader == NodeId.None) return;
        node.Out.SendWhenDurable(new AppendAccepted(node.Options.Group, node.Id, node.Leader, node.Term, match));
    }
}
