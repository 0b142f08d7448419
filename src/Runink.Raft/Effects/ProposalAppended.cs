namespace Runink.Raft;

/// <summary>
/// A proposal has its place in the log of the leader. It is committed when an entry of this very term is applied at that
/// index; another term there means that it was lost.
/// </summary>
/// <param name="Context">Names the proposal.</param>
/// <param name="Position">Its place.</param>
public sealed record ProposalAppended(ulong Context, LogPosition Position) : Effect
{
    /// <inheritdoc/>
    public override string ToString() => $"proposal #{Context} appended at {Position}";
}
