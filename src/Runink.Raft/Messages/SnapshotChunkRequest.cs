namespace Runink.Raft;

/// <summary>Asks for the next piece of a snapshot.</summary>
/// <param name="Group">The group that it belongs to.</param>
/// <param name="From">Who says it.</param>
/// <param name="To">To whom.</param>
/// <param name="Term">The speaker's term.</param>
/// <param name="Snapshot">The snapshot of which the speaker holds a part; zero for any.</param>
/// <param name="Offset">Bytes of it that the speaker already holds durably.</param>
/// <param name="Minimum">The snapshot must reach at least this far.</param>
public sealed record SnapshotChunkRequest(
    GroupId Group, NodeId From, NodeId To, Term Term, LogPosition Snapshot, long Offset, LogIndex Minimum)
    : Statement(Group, From, To, Term)
{
    /// <inheritdoc/>
    protected override string Body => $"SnapshotChunkRequest {Snapshot} offset={Offset} minimum={Minimum}";

    /// <inheritdoc/>
    private protected override void HashBody(ref StateHasher hasher)
    {
        hasher.Add(13L);
        Snapshot.Hash(ref hasher);
        hasher.Add(Offset);
        hasher.Add(Minimum);
    }
}
