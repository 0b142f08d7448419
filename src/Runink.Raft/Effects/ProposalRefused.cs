namespace Runink.Raft;

/// <summary>
/// A proposal was not appended here. After <see cref="RefusalReason.LeaderChanged"/> or <see cref="RefusalReason.TimedOut"/>
/// a forwarded proposal may still have been; after the others it was not.
/// </summary>
/// <param name="Context">Names the proposal.</param>
/// <param name="Reason">Why.</param>
/// <param name="Leader">Who leads, or none when nobody is known.</param>
public sealed record ProposalRefused(ulong Context, RefusalReason Reason, NodeId Leader) : Effect
{
    /// <inheritdoc/>
    public override string ToString() => $"proposal #{Context} refused {Reason} leader={Leader}";
}
