namespace Runink.Raft;

/// <summary>The vote of the speaker in this term is given, for good (RequestVote, Raft paper figure 2).</summary>
/// <param name="Group">The group that it belongs to.</param>
/// <param name="From">Who says it.</param>
/// <param name="To">To whom.</param>
/// <param name="Term">The speaker's term.</param>
public sealed record VoteGranted(
    GroupId Group, NodeId From, NodeId To, Term Term) : Promise(Group, From, To, Term)
{
    /// <inheritdoc/>
    protected override string Body => "VoteGranted";

    /// <inheritdoc/>
    private protected override void HashBody(ref StateHasher hasher) => hasher.Add(18L);
}
