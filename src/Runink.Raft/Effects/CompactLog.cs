namespace Runink.Raft;

/// <summary>
/// Storage may drop the entries up to the base, and must remember the base: it is where the log begins when the node starts
/// again.
/// </summary>
/// <param name="Base">The last entry to drop, with the membership in force there.</param>
public sealed record CompactLog(SnapshotDescription Base) : Effect
{
    /// <inheritdoc/>
    public override string ToString() => $"compact through {Base.Position}";
}
