namespace Runink.Raft;

/// <summary>
/// How one node of a group behaves. Immutable. All members of a group share <see cref="LeaseNanoseconds"/> and
/// <see cref="ClockDriftPartsPerMillion"/>; the rest may differ. The host chooses how long a tick is.
/// </summary>
public sealed record RaftOptions
{
    /// <summary>The group.</summary>
    public GroupId Group { get; init; } = new(1);

    /// <summary>This node.</summary>
    public required NodeId Id { get; init; }

    /// <summary>Seeds the generator of election timeouts; give every node, and every start of it, another one.</summary>
    public required ulong Seed { get; init; }

    /// <summary>
    /// Ticks without word of a leader after which an election is due; the timeout is drawn from one to two times this.
    /// </summary>
    public int ElectionTicks { get; init; } = 10;

    /// <summary>Ticks between heartbeats.</summary>
    public int HeartbeatTicks { get; init; } = 1;

    /// <summary>Whether a candidate asks first if it could win (thesis, section 9.6).</summary>
    public bool PreVote { get; init; } = true;

    /// <summary>
    /// Whether a leader that hears no majority for <see cref="ElectionTicks"/> steps down, and a node that hears a leader refuses
    /// votes (thesis, section 6.2 and 4.2.3).
    /// </summary>
    public bool CheckQuorum { get; init; } = true;

    /// <summary>
    /// Whether this node joins as a witness: it votes, and keeps the terms of the log but no commands and no state.
    /// </summary>
    public bool Witness { get; init; }

    /// <summary>
    /// How willing the node is to lead, 0 to <see cref="MaxPriority"/>: each step below the highest adds one
    /// <see cref="ElectionTicks"/> to its timeout; at zero it never stands by itself, so leave no group with only such voters.
    /// </summary>
    public int Priority { get; init; } = MaxPriority;

    /// <summary>The highest priority.</summary>
    public const int MaxPriority = 3;

    /// <summary>
    /// Ticks that the oldest write may take before a leader gives up its office, and below which a node does not stand.
    /// </summary>
    public int WriteStallTicks { get; init; } = 20;

    /// <summary>Entries in one append message, at most.</summary>
    public int MaxBatchEntries { get; init; } = 1024;

    /// <summary>Bytes of entries in one append message, at most; one entry always fits.</summary>
    public int MaxBatchBytes { get; init; } = 256 * 1024;

    /// <summary>Append messages under way to one peer, at most.</summary>
    public int MaxInflightMessages { get; init; } = 64;

    /// <summary>Bytes of entries under way to one peer, at most; one message is always allowed.</summary>
    public long MaxInflightBytes { get; init; } = 4 * 1024 * 1024;

    /// <summary>Bytes of one command, at most.</summary>
    public int MaxCommandBytes { get; init; } = 2 * 1024 * 1024;

    /// <summary>
    /// Bytes of entries that wait to be committed and applied on a leader, at most; then proposals are refused as busy. A follower
    /// takes no more entries while so much is committed and not applied there.
    /// </summary>
    public long MaxUncommittedBytes { get; init; } = 64 * 1024 * 1024;

    /// <summary>
    /// Bytes of entries handed to the state machine and not yet reported applied, at most; one batch is always allowed.
    /// </summary>
    public long MaxApplyBytes { get; init; } = 4 * 1024 * 1024;

    /// <summary>Writes under way, at most, before a follower takes no more entries and a leader no more proposals.</summary>
    public int MaxPendingWrites { get; init; } = 1024;

    /// <summary>Whether a follower hands proposals on to the leader; else it refuses them and names the leader.</summary>
    public bool ForwardProposals { get; init; }

    /// <summary>Forwarded proposals without an answer, at most.</summary>
    public int MaxForwardedProposals { get; init; } = 1024;

    /// <summary>Reads that wait, at most.</summary>
    public int MaxPendingReads { get; init; } = 4096;

    /// <summary>
    /// How long an entry, once committed, lets its leader serve reads without asking, in nanoseconds; zero for no leases.
    /// A new leader commits nothing until every lease before its term is over, so keep it below the shortest election timeout.
    /// </summary>
    public long LeaseNanoseconds { get; init; }

    /// <summary>
    /// Whether this node serves reads under its leases while it leads. Leases of others are waited for in any case, so members may
    /// differ.
    /// </summary>
    public bool ReadsByLease { get; init; } = true;

    /// <summary>How much faster or slower than true time any member's clock may run, in millionths.</summary>
    public int ClockDriftPartsPerMillion { get; init; } = 500;

    /// <summary>Entries since the last snapshot after which the next one is asked for.</summary>
    public long SnapshotEntries { get; init; } = 50_000;

    /// <summary>Bytes of entries since the last snapshot after which the next one is asked for.</summary>
    public long SnapshotBytes { get; init; } = 64 * 1024 * 1024;

    /// <summary>Entries before the newest snapshot that are kept for slow peers, at most.</summary>
    public long RetainedEntries { get; init; } = 10_000;

    /// <summary>Bytes of entries before the newest snapshot that are kept for slow peers, at most.</summary>
    public long RetainedBytes { get; init; } = 32 * 1024 * 1024;

    /// <summary>Bytes of one piece of a snapshot.</summary>
    public int SnapshotChunkBytes { get; init; } = 1024 * 1024;

    /// <summary>Bytes of snapshots that this node serves to others in one tick, on the average: the rate limit.</summary>
    public long SnapshotBytesPerTick { get; init; } = 8 * 1024 * 1024;

    /// <summary>Whether the leader lets followers serve snapshots in its stead.</summary>
    public bool SnapshotsFromFollowers { get; init; } = true;

    /// <summary>
    /// The member whose copy of the log this node follows while it is a learner, to spare the leader; none to follow the leader. While
    /// that one is silent or has nothing for it, the leader sends as to everybody else.
    /// </summary>
    public NodeId Upstream { get; init; }

    /// <summary>Entries that a learner may lack when it is promoted.</summary>
    public long PromotionLagEntries { get; init; } = 1000;

    /// <summary>Ticks of idleness after which a group that agrees on everything falls asleep; zero for never.</summary>
    public int SleepAfterTicks { get; init; }

    /// <summary>Checks every value.</summary>
    /// <exception cref="ArgumentException">A value is out of its range.</exception>
    public void Validate()
    {
        Require(Id != NodeId.None, nameof(Id), "is zero");
        Require(Group != GroupId.None, nameof(Group), "is zero");
        Require(Upstream != Id, nameof(Upstream), "is the node itself");
        Require(HeartbeatTicks >= 1, nameof(HeartbeatTicks), "must be at least 1");
        Require(ElectionTicks > HeartbeatTicks, nameof(ElectionTicks), "must be greater than HeartbeatTicks");
        Require(Priority is >= 0 and <= MaxPriority, nameof(Priority), $"must be 0 to {MaxPriority}");
        Require(LeaseNanoseconds >= 0, nameof(LeaseNanoseconds), "must not be negative");
        Require(ClockDriftPartsPerMillion is >= 0 and < 500_000, nameof(ClockDriftPartsPerMillion), "must be 0 to 499,999");
        Require(SleepAfterTicks >= 0, nameof(SleepAfterTicks), "must not be negative");
        (string Name, long Value)[] positive =
        [
            (nameof(WriteStallTicks), WriteStallTicks), (nameof(MaxBatchEntries), MaxBatchEntries),
            (nameof(MaxBatchBytes), MaxBatchBytes), (nameof(MaxInflightMessages), MaxInflightMessages),
            (nameof(MaxInflightBytes), MaxInflightBytes), (nameof(MaxCommandBytes), MaxCommandBytes),
            (nameof(MaxUncommittedBytes), MaxUncommittedBytes), (nameof(MaxApplyBytes), MaxApplyBytes),
            (nameof(MaxPendingWrites), MaxPendingWrites), (nameof(MaxForwardedProposals), MaxForwardedProposals),
            (nameof(MaxPendingReads), MaxPendingReads), (nameof(SnapshotEntries), SnapshotEntries),
            (nameof(SnapshotBytes), SnapshotBytes), (nameof(SnapshotChunkBytes), SnapshotChunkBytes),
            (nameof(SnapshotBytesPerTick), SnapshotBytesPerTick),
        ];
        foreach (var (name, value) in positive) Require(value >= 1, name, "must be at least 1");
        (string Name, long Value)[] notNegative =
        [
            (nameof(RetainedEntries), RetainedEntries), (nameof(RetainedBytes), RetainedBytes),
            (nameof(PromotionLagEntries), PromotionLagEntries),
        ];
        foreach (var (name, value) in notNegative) Require(value >= 0, name, "must not be negative");
    }

    private static void Require(bool holds, string name, string what)
    {
        if (!holds) throw new ArgumentException($"{name} {what}", name);
    }
}
