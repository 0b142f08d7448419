namespace Runink.Raft;

/// <summary>A read will not be served; the caller may try again.</summary>
/// <param name="Context">Names the read.</param>
/// <param name="Reason">Why.</param>
/// <param name="Leader">Who leads, or none when nobody is known.</param>
public sealed record ReadRefused(ulong Context, RefusalReason Reason, NodeId Leader) : Effect
{
    /// <inheritdoc/>
    public override string ToString() => $"read #{Context} refused {Reason} leader={Leader}";
}
