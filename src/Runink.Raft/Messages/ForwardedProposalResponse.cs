namespace Runink.Raft;

/// <summary>What became of a forwarded proposal: appended (which is not yet committed), or refused.</summary>
/// <param name="Group">The group that it belongs to.</param>
/// <param name="From">Who says it.</param>
/// <param name="To">To whom.</param>
/// <param name="Term">The speaker's term.</param>
/// <param name="Context">Names the proposal on the node that forwarded it.</param>
/// <param name="Position">Where it was appended; zero if it was refused.</param>
/// <param name="Reason">Why it was refused.</param>
public sealed record ForwardedProposalResponse(
    GroupId Group, NodeId From, NodeId To, Term Term, ulong Context, LogPosition Position, RefusalReason Reason)
    : Statement(Group, From, To, Term)
{
    /// <inheritdoc/>
    protected override string Body =>
        $"ForwardedProposalResponse #{Context} " + (Position.Index > LogIndex.Zero ? $"at {Position}" : $"refused {Reason}");

    /// <inheritdoc/>
    private protected override void HashBody(ref StateHasher hasher)
    {
        hasher.Add(5L);
        hasher.Add((long)Context);
        Position.Hash(ref hasher);
        hasher.Add((long)Reason);
    }
}
