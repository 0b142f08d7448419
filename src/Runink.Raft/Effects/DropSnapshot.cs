namespace Runink.Raft;

/// <summary>Nobody fetches this older snapshot any more: storage may delete it.</summary>
/// <param name="Snapshot">Which snapshot.</param>
public sealed record DropSnapshot(SnapshotDescription Snapshot) : Effect
{
    /// <inheritdoc/>
    public override string ToString() => $"drop {Snapshot}";
}
