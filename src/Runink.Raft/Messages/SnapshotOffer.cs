namespace Runink.Raft;

/// <summary>
/// The entries that the receiver needs are compacted away: it should fetch a snapshot (InstallSnapshot, Raft paper figure 13;
/// here the receiver pulls).
/// </summary>
/// <param name="Group">The group that it belongs to.</param>
/// <param name="From">Who says it.</param>
/// <param name="To">To whom.</param>
/// <param name="Term">The speaker's term.</param>
/// <param name="Source">Who serves it: the leader, or a follower that is up to date.</param>
/// <param name="Minimum">The snapshot must reach at least this far.</param>
public sealed record SnapshotOffer(
    GroupId Group, NodeId From, NodeId To, Term Term, NodeId Source, LogIndex Minimum) : Statement(Group, From, To, Term)
{
    /// <inheritdoc/>
    protected override string Body => $"SnapshotOffer source={Source} minimum={Minimum}";

    /// <inheritdoc/>
    private protected override void HashBody(ref StateHasher hasher)
    {
        hasher.Add(14L);
        hasher.Add(Source);
        hasher.Add(Minimum);
    }
}
