namespace Runink.Raft;

/// <summary>Make the term and the vote durable.</summary>
/// <param name="Id">Names the write.</param>
/// <param name="Term">The newest term that the node has seen.</param>
/// <param name="VotedFor">For whom it voted in that term, or none.</param>
public sealed record SaveVote(WriteId Id, Term Term, NodeId VotedFor) : Write(Id)
{
    /// <inheritdoc/>
    public override string ToString() => $"write {Id} vote t{Term} for {VotedFor}";
}
