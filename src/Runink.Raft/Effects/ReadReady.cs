namespace Runink.Raft;

/// <summary>A read may be served from the state machine once it has applied <see cref="Index"/>.</summary>
/// <param name="Context">Names the read.</param>
/// <param name="Index">What must be applied first.</param>
public sealed record ReadReady(ulong Context, LogIndex Index) : Effect
{
    /// <inheritdoc/>
    public override string ToString() => $"read #{Context} at {Index}";
}
