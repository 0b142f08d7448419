namespace Runink.Raft;

/// <summary>
/// A proposal was not appended here, and if this node refused it itself, nowhere. One that was forwarded may still have been
/// appended, whatever the reason: its message may have been doubled on the way, taken once and refused the second time.
/// </summary>
/// <param name="Context">Names the proposal.</param>
/// <param name="Reason">Why.</param>
/// <param name="Leader">Who leads, or none when nobody is known.</param>
public sealed record ProposalRefused(ulong Context, RefusalReason Reason, NodeId Leader) : Effect
{
    /// <inheritdoc/>
    public override string ToString() => $"proposal #{Context} refused {Reason} leader={Leader}";
}
