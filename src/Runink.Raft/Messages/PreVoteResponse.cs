namespace Runink.Raft;

/// <summary>Answers a pre-vote. Binds nobody.</summary>
/// <param name="Group">The group that it belongs to.</param>
/// <param name="From">Who says it.</param>
/// <param name="To">To whom.</param>
/// <param name="Term">The speaker's term.</param>
/// <param name="Campaign">The term that the pre-candidate asked about.</param>
/// <param name="Granted">Whether the speaker would vote for it.</param>
public sealed record PreVoteResponse(
    GroupId Group, NodeId From, NodeId To, Term Term, Term Campaign, bool Granted) : Statement(Group, From, To, Term)
{
    /// <inheritdoc/>
    protected override string Body => $"PreVoteResponse t{Campaign} {(Granted ? "granted" : "refused")}";

    /// <inheritdoc/>
    private protected override void HashBody(ref StateHasher hasher)
    {
        hasher.Add(9L);
        hasher.Add(Campaign);
        hasher.Add(Granted);
    }
}
