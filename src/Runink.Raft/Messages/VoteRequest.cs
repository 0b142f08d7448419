namespace Runink.Raft;

/// <summary>
/// Asks for a vote in the term of the speaker (RequestVote, Raft paper figure 2). A promise: the speaker's log reaches so far, and
/// it will not stand in this term again. Were that forgotten in a crash, the votes that are under way would elect a node with a
/// shorter log, or the same node twice in one term.
/// </summary>
/// <param name="Group">The group that it belongs to.</param>
/// <param name="From">Who says it.</param>
/// <param name="To">To whom.</param>
/// <param name="Term">The speaker's term.</param>
/// <param name="LastLog">Where the log of the candidate ends.</param>
/// <param name="Transfer">
/// Whether the leader itself asked for this election: then it is no disturbance (thesis, section 3.10).
/// </param>
public sealed record VoteRequest(
    GroupId Group, NodeId From, NodeId To, Term Term, LogPosition LastLog, bool Transfer) : Promise(Group, From, To, Term)
{
    /// <inheritdoc/>
    protected override string Body => $"VoteRequest last={LastLog}{(Transfer ? " transfer" : "")}";

    /// <inheritdoc/>
    private protected override void HashBody(ref StateHasher hasher)
    {
        hasher.Add(20L);
        LastLog.Hash(ref hasher);
        hasher.Add(Transfer);
    }
}
