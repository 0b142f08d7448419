namespace Runink.Raft;

/// <summary>Answers a follower's batch of reads.</summary>
/// <param name="Group">The group that it belongs to.</param>
/// <param name="From">Who says it.</param>
/// <param name="To">To whom.</param>
/// <param name="Term">The speaker's term.</param>
/// <param name="Batch">Names the batch of reads on the follower.</param>
/// <param name="Index">Reads may be served once this is applied; zero when the leader cannot take the batch.</param>
public sealed record ReadIndexResponse(
    GroupId Group, NodeId From, NodeId To, Term Term, ulong Batch, LogIndex Index) : Statement(Group, From, To, Term)
{
    /// <inheritdoc/>
    protected override string Body => $"ReadIndexResponse #{Batch} index={Index}";

    /// <inheritdoc/>
    private protected override void HashBody(ref StateHasher hasher)
    {
        hasher.Add(11L);
        hasher.Add((long)Batch);
        hasher.Add(Index);
    }
}
