namespace Runink.Raft;

/// <summary>What a node knows only while it leads.</summary>
internal sealed class Leadership
{
    public Leadership(NodeState node, MonotonicTime? commitNotBefore)
    {
        Peers = new PeerTable(node.Options);
        Peers.Follow(node.Membership, node.Log.LastIndex);
        Peers.Find(node.Id)?.Match = node.Writer.Durable;
        TermStart = node.Log.LastIndex.Next;
        CommitNotBefore = commitNotBefore;
        Lease = new LeaderLease(node.Options);
    }

    private Leadership(Leadership other)
    {
        Peers = other.Peers.Clone();
        TermStart = other.TermStart;
        CommitNotBefore = other.CommitNotBefore;
        Lease = other.Lease.Clone();
        Reads = other.Reads.Clone();
        HeartbeatElapsed = other.HeartbeatElapsed;
        Transfer = other.Transfer;
        IsRetiring = other.IsRetiring;
    }

    public PeerTable Peers { get; }

    /// <summary>The entry that opened the term; nothing may be read or changed before it is committed.</summary>
    public LogIndex TermStart { get; }

    /// <summary>
    /// Until when leases of earlier leaders may still serve reads, so that nothing may be committed; null when there are
    /// none.
    /// </summary>
    public MonotonicTime? CommitNotBefore { get; }

    public LeaderLease Lease { get; }

    public LeaderReads Reads { get; } = new();

    public int HeartbeatElapsed { get; set; }

    public Transfer? Transfer { get; set; }

    /// <summary>
    /// Whether the membership no longer has this leader, so that it hands over and steps down (Raft paper, section 6).
    /// </summary>
    public bool IsRetiring { get; set; }

    public Leadership Clone() => new(this);

    public void Hash(ref StateHasher hasher)
    {
        Peers.Hash(ref hasher);
        hasher.Add(TermStart);
        hasher.Add(CommitNotBefore?.Nanoseconds ?? -1);
        Lease.Hash(ref hasher);
        Reads.Hash(ref hasher);
        hasher.Add(HeartbeatElapsed);
        hasher.Add(Transfer?.Target ?? NodeId.None);
        hasher.Add(Transfer?.Asked == true);
        hasher.Add(Transfer?.Age ?? -1);
        hasher.Add(IsRetiring);
    }
}
