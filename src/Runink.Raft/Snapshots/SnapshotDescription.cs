namespace Runink.Raft;

/// <summary>What a snapshot stands for. The state itself is the host's.</summary>
/// <param name="Position">The last entry that it covers.</param>
/// <param name="Membership">The membership in force at that entry.</param>
public sealed record SnapshotDescription(LogPosition Position, Membership Membership)
{
    /// <summary>The index of the last entry that it covers.</summary>
    public LogIndex Index => Position.Index;

    /// <inheritdoc/>
    public override string ToString() => $"snapshot {Position} {Membership}";
}
