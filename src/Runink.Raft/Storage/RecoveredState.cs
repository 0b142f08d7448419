namespace Runink.Raft;

/// <summary>What a node's storage holds when it starts. A node that never ran starts from <see cref="Founding"/>.</summary>
public sealed record RecoveredState
{
    /// <summary>The last term that was saved.</summary>
    public Term Term { get; init; }

    /// <summary>For whom the node voted in that term, or none.</summary>
    public NodeId VotedFor { get; init; }

    /// <summary>
    /// The state before the first entry: the position up to which the log was compacted away, with the membership in force there.
    /// </summary>
    public required SnapshotDescription Base { get; init; }

    /// <summary>
    /// The newest snapshot that the node holds, from which its state machine was loaded; null if there is none and
    /// <see cref="Base"/> is the founding, and on a witness, which keeps none. It reaches at least as far as
    /// <see cref="Base"/>.
    /// </summary>
    public SnapshotDescription? Snapshot { get; init; }

    /// <summary>The entries after the base, consecutive; one that cannot be read is <see cref="Entry.Rotten"/>.</summary>
    public IReadOnlyList<Entry> Entries { get; init; } = [];

    /// <summary>The snapshot of which a part was staged when the node stopped, if any.</summary>
    public SnapshotDescription? StagedSnapshot { get; init; }

    /// <summary>How many bytes of it are durable.</summary>
    public long StagedBytes { get; init; }

    /// <summary>
    /// The state of a node that never ran. Founders of a group all start from the same membership; a node that joins a group
    /// later starts from an empty one and learns it from the leader.
    /// </summary>
    public static RecoveredState Founding(Membership membership) => new() { Base = new SnapshotDescription(default, membership) };
}
