namespace Runink.Raft;

/// <summary>The speaker does not vote for the candidate in this term.</summary>
/// <param name="Group">The group that it belongs to.</param>
/// <param name="From">Who says it.</param>
/// <param name="To">To whom.</param>
/// <param name="Term">The speaker's term.</param>
public sealed record VoteRefused(
    GroupId Group, NodeId From, NodeId To, Term Term) : Statement(Group, From, To, Term)
{
    /// <inheritdoc/>
    protected override string Body => "VoteRefused";

    /// <inheritdoc/>
    private protected override void HashBody(ref StateHasher hasher) => hasher.Add(19L);
}
