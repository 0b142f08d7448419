namespace Runink.Raft;

/// <summary>What a snapshot stands for. The state itself is the host's.</summary>
/// <param name="Position">The last entry that it covers.</param>
/// <param name="Membership">The membership in force at that entry.</param>
public sealed record SnapshotDescription(LogPosition Position, Membership Membership)
{
    /// <summary>The index of the last entry that it covers.</summary>
    public LogIndex Index => Position.Index;

    /// <summary>Adds the description to a hash of a state.</summary>
    internal void Hash(ref StateHasher hasher)
    {
        Position.Hash(ref hasher);
        Membership.Hash(ref hasher);
    }

    /// <inheritdoc/>
    public override string ToString() => $"snapshot {Position} {Membership}";
}
