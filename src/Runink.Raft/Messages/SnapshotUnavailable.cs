namespace Runink.Raft;

/// <summary>The source has no snapshot that would do, or (said to the leader) the source stays silent.</summary>
/// <param name="Group">The group that it belongs to.</param>
/// <param name="From">Who says it.</param>
/// <param name="To">To whom.</param>
/// <param name="Term">The speaker's term.</param>
/// <param name="Source">The source that failed.</param>
public sealed record SnapshotUnavailable(
    GroupId Group, NodeId From, NodeId To, Term Term, NodeId Source) : Statement(Group, From, To, Term)
{
    /// <inheritdoc/>
    protected override string Body => $"SnapshotUnavailable source={Source}";

    /// <inheritdoc/>
    private protected override void HashBody(ref StateHasher hasher)
    {
        hasher.Add(15L);
        hasher.Add(Source);
    }
}
