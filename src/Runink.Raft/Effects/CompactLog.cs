namespace Runink.Raft;

/// <summary>Storage may drop the entries up to <see cref="Through"/>.</summary>
/// <param name="Through">The last entry to drop.</param>
public sealed record CompactLog(LogIndex Through) : Effect
{
    /// <inheritdoc/>
    public override string ToString() => $"compact through {Through}";
}
