namespace Runink.Raft;

/// <summary>
/// Appends to the log of a leader, which never overwrites or deletes its own entries (leader append-only, Raft paper 5.3).
/// </summary>
internal static class LeaderLog
{
    public static LogPosition Append(
        NodeState node, EntryKind kind, ReadOnlyMemory<byte> command = default, Membership? membership = null)
    {
        RaftAssert.That(node.Lead is not null, "a node that does not lead makes an entry");
        var entry = new Entry(node.Log.LastIndex.Next, node.Term, kind, command, membership);
        node.Log.Append(entry);
        node.Lead.Lease.Created(entry.Index, node.Now);
        if (membership is not null) MembershipChanges.Enforce(node, entry.Index, membership);
        return new LogPosition(entry.Index, entry.Term);
    }
}
