#pragma warning disable CA2201
namespace Runink.Raft;

/// <summary>
/// One member of one Raft group, as a pure function: inputs come in by the methods, effects go out as values by
/// <see cref="TakeEffects"/>. It has no clock, thread, lock, file, socket or randomness of its own, so the same inputs give the
/// same effects. Not thread-safe: one owner drives it. Any exception of type <see cref="RaftAssertionException"/> means that a rule
/// of the protocol or of this interface was broken: the host must stop the node.
/// </summary>
public sealed partial class RaftNode
{
    /// <summary>Starts a node from what its storage holds.</summary>
    /// <param name="options">How it behaves.</param>
    /// <param name="recovered">What storage holds.</param>
    /// <param name="now">The clock.</param>
    /// <exception cref="ArgumentException">The options are out of range, or what was recovered contradicts itself.</exception>
    public RaftNode(RaftOptions options, RecoveredState recovered, MonotonicTime now) => throw null!;

    /// <summary>.</summary>
    public RaftOptions Options => throw null!;
    /// <summary>.</summary>
    public NodeId Id => throw null!;
    /// <summary>.</summary>
    public Role Role => throw null!;
    /// <summary>.</summary>
    public Term Term => throw null!;
    /// <summary>.</summary>
    public NodeId VotedFor => throw null!;
    /// <summary>.</summary>
    public NodeId Leader => throw null!;
    /// <summary>.</summary>
    public LogIndex Commit => throw null!;
    /// <summary>.</summary>
    public LogIndex AppliedIndex => throw null!;
    /// <summary>.</summary>
    public LogIndex DurableIndex => throw null!;
    /// <summary>.</summary>
    public LogPosition LastLog => throw null!;
    /// <summary>.</summary>
    public LogPosition LogBase => throw null!;
    /// <summary>.</summary>
    public Membership Membership => throw null!;
    /// <summary>.</summary>
    public LogIndex MembershipIndex => throw null!;
    /// <summary>.</summary>
    public Entry? EntryAt(LogIndex index) => throw null!;
    /// <summary>.</summary>
    public Term? TermAt(LogIndex index) => throw null!;
    /// <summary>.</summary>
    public bool IsAsleep => throw null!;
    /// <summary>.</summary>
    public MonotonicTime? LeaseEnd => throw null!;
    /// <summary>.</summary>
    public NodeId TransferTarget => throw null!;
    /// <summary>.</summary>
    public RaftLoad Load => throw null!;

    /// <summary>.</summary>
    public void Receive(Message message, MonotonicTime now) => throw null!;
    /// <summary>.</summary>
    public void Tick(MonotonicTime now) => throw null!;
    /// <summary>.</summary>
    public void Propose(ulong context, ReadOnlyMemory<byte> command, MonotonicTime now) => throw null!;
    /// <summary>.</summary>
    public void Read(ulong context, MonotonicTime now) => throw null!;
    /// <summary>.</summary>
    public void ChangeMembership(MembershipChange change, MonotonicTime now) => throw null!;
    /// <summary>.</summary>
    public void TransferLeadership(NodeId target, MonotonicTime now) => throw null!;
    /// <summary>.</summary>
    public void Campaign(MonotonicTime now) => throw null!;
    /// <summary>.</summary>
    public void WriteCompleted(WriteId through, MonotonicTime now) => throw null!;
    /// <summary>.</summary>
    public void Applied(LogIndex through) => throw null!;
    /// <summary>.</summary>
    public SnapshotDescription DescribeSnapshot(LogIndex index) => throw null!;
    /// <summary>.</summary>
    public void SnapshotTaken(SnapshotDescription snapshot, MonotonicTime now) => throw null!;
    /// <summary>.</summary>
    public void SnapshotChunkRead(NodeId requester, SnapshotDescription snapshot, long offset, ReadOnlyMemory<byte> data, bool isLast) => throw null!;
    /// <summary>.</summary>
    public void SnapshotUnreadable(SnapshotDescription snapshot) => throw null!;
    /// <summary>.</summary>
    public void StagedSnapshotFailed(SnapshotDescription snapshot) => throw null!;
    /// <summary>.</summary>
    public void EntryRotten(LogIndex index, MonotonicTime now) => throw null!;
    /// <summary>.</summary>
    public void PeerUnreachable(NodeId peer) => throw null!;
    /// <summary>.</summary>
    public void PeerDown(NodeId peer, MonotonicTime now) => throw null!;
    /// <summary>.</summary>
    public void Wake() => throw null!;
    /// <summary>.</summary>
    public void TakeEffects(List<Effect> effects) => throw null!;
    /// <summary>.</summary>
    public RaftNode Clone() => throw null!;
    /// <summary>.</summary>
    public void Hash(ref StateHasher hasher) => throw null!;
}
