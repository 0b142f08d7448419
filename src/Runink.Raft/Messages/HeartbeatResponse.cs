namespace Runink.Raft;

/// <summary>The speaker follows the leader of this term.</summary>
/// <param name="Group">The group that it belongs to.</param>
/// <param name="From">Who says it.</param>
/// <param name="To">To whom.</param>
/// <param name="Term">The speaker's term.</param>
/// <param name="ReadRound">The round of reads that it thereby confirms.</param>
/// <param name="Snapshot">How far its newest snapshot reaches, so that it may serve it to others.</param>
/// <param name="Awake">Whether it was told to sleep and must not.</param>
/// <param name="Feeder">The member that gives it the entries in the leader's stead; none when nobody does.</param>
public sealed record HeartbeatResponse(
    GroupId Group, NodeId From, NodeId To, Term Term, long ReadRound, LogIndex Snapshot, bool Awake = false, NodeId Feeder = default)
    : Statement(Group, From, To, Term)
{
    /// <inheritdoc/>
    protected override string Body =>
        "HeartbeatResponse" + (ReadRound > 0 ? $" round={ReadRound}" : "")
        + (Snapshot > LogIndex.Zero ? $" snapshot={Snapshot}" : "") + (Awake ? " awake" : "")
        + (Feeder != NodeId.None ? $" fed={Feeder}" : "");

    /// <inheritdoc/>
    private protected override void HashBody(ref StateHasher hasher)
    {
        hasher.Add(7L);
        hasher.Add(ReadRound);
        hasher.Add(Snapshot);
        hasher.Add(Awake);
        hasher.Add(Feeder);
    }
}
