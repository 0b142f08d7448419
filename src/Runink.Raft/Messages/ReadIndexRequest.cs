namespace Runink.Raft;

/// <summary>
/// A follower asks up to where it must have applied before it may serve its waiting reads (thesis, section 6.4).
/// </summary>
/// <param name="Group">The group that it belongs to.</param>
/// <param name="From">Who says it.</param>
/// <param name="To">To whom.</param>
/// <param name="Term">The speaker's term.</param>
/// <param name="Batch">Names the batch of reads on the follower.</param>
public sealed record ReadIndexRequest(
    GroupId Group, NodeId From, NodeId To, Term Term, ulong Batch) : Statement(Group, From, To, Term)
{
    /// <inheritdoc/>
    protected override string Body => $"ReadIndexRequest #{Batch}";

    /// <inheritdoc/>
    private protected override void HashBody(ref StateHasher hasher)
    {
        hasher.Add(10L);
        hasher.Add((long)Batch);
    }
}
