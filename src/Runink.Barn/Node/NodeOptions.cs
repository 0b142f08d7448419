using System.Security.Cryptography;
using Runink.Raft;

namespace Runink.Barn;

/// <summary>How a node of the Barn behaves. Immutable.</summary>
public sealed record NodeOptions
{
    private const int IncarnationLimit = 1 << 24;
    /// <summary>A group other than the platform's has so much less of what is bounded for each.</summary>
    internal const int OtherGroupsShare = 10;

    /// <summary>
    /// Bytes of proposals that wait for their outcome at a time, at most: in the platform's group, and in all others together. Since what is
    /// in a log and not committed is proposed by somebody who waits, this bounds that, too.
    /// </summary>
    internal const long MaxWaitingBytes = 64 << 20;

    private const long OtherGroupsLeast = 1_000;
    private const long SystemRetainedBytes = 32 << 20;

    /// <summary>Its id among the members of the cluster; not zero.</summary>
    public required ulong MemberId { get; init; }

    /// <summary>The id of the cluster, in the header of every answer.</summary>
    public required ulong ClusterId { get; init; }

    /// <summary>
    /// The members that the node was configured with, itself among them: they found the cluster, unless it <see cref="Joins"/> one. Empty
    /// for a cluster of its own that publishes nothing about itself.
    /// </summary>
    public IReadOnlyList<KvMember> Members { get; init; } = [];

    /// <summary>Whether a node without data joins a cluster, and learns from its leader who belongs to it.</summary>
    public bool Joins { get; init; }

    /// <summary>The member whose copy of the log this node follows while it is a learner, to spare the leader; 0 to follow the leader.</summary>
    public ulong Follows { get; init; }

    /// <summary>Time between two ticks, which is also the time between two heartbeats of a leader.</summary>
    public TimeSpan HeartbeatInterval { get; init; } = TimeSpan.FromMilliseconds(30);

    /// <summary>
    /// How long a follower hears nothing before it stands for election; at least five heartbeats. Each time is drawn from one to two
    /// times this: 150 to 300 ms, as in the Raft paper, section 9.3.
    /// </summary>
    public TimeSpan ElectionTimeout { get; init; } = TimeSpan.FromMilliseconds(150);

    /// <summary>
    /// Whether this node, while it leads, answers linearizable reads under a lease, without asking the others. It rests on clocks
    /// whose rates are right to a tenth. Members may differ: leases of others are respected in any case.
    /// </summary>
    public bool ReadsByLease { get; init; } = true;

    /// <summary>
    /// How long a leader may read alone after it made an entry that is committed since. A new one waits for so long, and for what
    /// clocks may be wrong, before it commits. No setting, for all members must agree on it; by default the wait is over when an
    /// election is.
    /// </summary>
    internal TimeSpan ReadLease { get; init; } = TimeSpan.FromMilliseconds(100);

    // What keeps a clock right by the network may change its rate by a twelfth (chrony) while it corrects it.
    private const int ClockDriftPartsPerMillion = 100_000;

    /// <summary>How long a request waits for the log before its caller is told that it timed out.</summary>
    public TimeSpan RequestTimeout { get; init; } = TimeSpan.FromSeconds(7);

    /// <summary>Requests that wait at the same time, at most; more are refused as too many.</summary>
    public int MaxPendingRequests { get; init; } = 4096;

    /// <summary>Bytes of one command, at most.</summary>
    public int MaxRequestBytes { get; init; } = 1536 * 1024;

    /// <summary>
    /// Bytes that the states of all groups may take together; beyond, the alarm NOSPACE is raised and puts are refused in every group.
    /// 0: no bound.
    /// </summary>
    public long QuotaBytes { get; init; } = 2L << 30;

    /// <summary>
    /// Entries applied after which a snapshot is taken and the log before it dropped, at the earliest: it waits until the log has grown
    /// by about as much as the last snapshot held, so that writing snapshots never costs more than writing the log.
    /// </summary>
    public long SnapshotEntries { get; init; } = 100_000;

    /// <summary>How much history is kept when nobody compacts by hand.</summary>
    public AutoCompaction AutoCompaction { get; init; } = AutoCompaction.Off;

    /// <summary>How the storage behaves.</summary>
    public StorageOptions Storage { get; init; } = new();

    /// <summary>
    /// A number that no earlier life of this node had; null, as usual, to draw one. What another life proposed under the same number
    /// would be taken for what this one proposes.
    /// </summary>
    public uint? Incarnation { get; init; }

    /// <summary>Entries before the newest snapshot that are kept for members that are behind, at most.</summary>
    internal long RetainedEntries { get; init; } = 10_000;

    /// <summary>Bytes of one piece of a snapshot on its way to another member.</summary>
    internal int SnapshotChunkBytes { get; init; } = 1 << 20;

    internal int ElectionTicks => (int)Math.Max(5, ElectionTimeout / HeartbeatInterval);

    // A group other than that of the platform sleeps when nothing has happened in it for so long.
    private static readonly TimeSpan SleepAfter = TimeSpan.FromSeconds(1);

    // So long a write may hang before a leader gives up its office.
    private static readonly TimeSpan WriteStall = TimeSpan.FromSeconds(2);

    internal Membership Founding => Joins ? Membership.Empty
        : Members.Count == 0 ? Membership.OfVoters(MemberId)
        : Membership.OfVoters(Members.Select(member => member.Id));

    internal long RequestTicks => Math.Max(1, (long)(RequestTimeout / HeartbeatInterval));

    /// <summary>Throws when a value makes no sense.</summary>
    /// <exception cref="ArgumentException">Says which.</exception>
    public void Validate()
    {
        if (MemberId == 0) throw new ArgumentException("a member's id is not zero");
        if (Follows == MemberId) throw new ArgumentException("a member does not follow itself");
        if (HeartbeatInterval < TimeSpan.FromMilliseconds(1)) throw new ArgumentException("a heartbeat takes at least a millisecond");
        if (ElectionTimeout < 5 * HeartbeatInterval)
            throw new ArgumentException($"the election timeout {ElectionTimeout} is less than five heartbeats of {HeartbeatInterval}");
        if (MaxPendingRequests < 1) throw new ArgumentException("at least one request must be able to wait");
        if (Incarnation is 0 or >= IncarnationLimit) throw new ArgumentException("an incarnation has 1 to 24 bits");
        if (Members.Count > 0 && Members.All(member => member.Id != MemberId))
            throw new ArgumentException("a node must be among the members it was configured with");
        Storage.Validate();
    }

    internal uint DrawIncarnation() => Incarnation ?? (uint)RandomNumberGenerator.GetInt32(1, IncarnationLimit);

    /// <summary>Entries after which a group takes a snapshot: of many groups, each has a part of the log only.</summary>
    internal long SnapshotEntriesOf(GroupId group) =>
        group == NodeCore.System ? SnapshotEntries : ShareOf(SnapshotEntries);

    private static long ShareOf(long entries) => Math.Min(entries, Math.Max(OtherGroupsLeast, entries / OtherGroupsShare));

    internal RaftOptions Raft(GroupId group, uint incarnation) => new()
    {
        Group = group,
        Id = new NodeId(MemberId),
        // Groups whose timers ran out together would all elect at the same time.
        Seed = (((ulong)incarnation << 32) | (uint)MemberId) ^ ((group.Value - NodeCore.System.Value) * 0x9E3779B97F4A7C15),
        SleepAfterTicks = group == NodeCore.System ? 0 : (int)Math.Max(2 * ElectionTicks, SleepAfter / HeartbeatInterval),
        ElectionTicks = ElectionTicks,
        LeaseNanoseconds = (long)ReadLease.TotalNanoseconds,
        ClockDriftPartsPerMillion = ClockDriftPartsPerMillion,
        ReadsByLease = ReadsByLease,
        WriteStallTicks = (int)Math.Max(20, WriteStall / HeartbeatInterval),
        MaxCommandBytes = MaxRequestBytes,
        MaxUncommittedBytes = group == NodeCore.System ? MaxWaitingBytes : MaxWaitingBytes / OtherGroupsShare,
        Upstream = new NodeId(Follows),
        ForwardProposals = true,
        MaxForwardedProposals = MaxPendingRequests,
        // The host says when: see SnapshotPolicy.
        SnapshotEntries = long.MaxValue,
        SnapshotBytes = long.MaxValue,
        RetainedEntries = group == NodeCore.System ? RetainedEntries : ShareOf(RetainedEntries),
        RetainedBytes = group == NodeCore.System ? SystemRetainedBytes : SystemRetainedBytes / OtherGroupsShare,
        SnapshotChunkBytes = SnapshotChunkBytes,
    };
}
