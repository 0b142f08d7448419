namespace Runink.Raft;

/// <summary>A learner asks the member that it follows for what is committed (see <see cref="RaftOptions.Upstream"/>).</summary>
/// <param name="Group">The group that it belongs to.</param>
/// <param name="From">Who says it.</param>
/// <param name="To">To whom.</param>
/// <param name="Term">The speaker's term.</param>
/// <param name="After">The last entry that it knows to be committed.</param>
public sealed record FeedRequest(
    GroupId Group, NodeId From, NodeId To, Term Term, LogPosition After) : Statement(Group, From, To, Term)
{
    /// <inheritdoc/>
    protected override string Body => $"FeedRequest after={After}";

    /// <inheritdoc/>
    private protected override void HashBody(ref StateHasher hasher)
    {
        hasher.Add(21L);
        After.Hash(ref hasher);
    }
}
