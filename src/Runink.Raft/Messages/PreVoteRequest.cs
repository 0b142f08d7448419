namespace Runink.Raft;

/// <summary>
/// Asks whether the voter would vote for the speaker in its next term; nobody moves to that term yet (thesis, section 9.6).
/// </summary>
/// <param name="Group">The group that it belongs to.</param>
/// <param name="From">Who says it.</param>
/// <param name="To">To whom.</param>
/// <param name="Term">The speaker's term.</param>
/// <param name="LastLog">Where the log of the speaker ends.</param>
public sealed record PreVoteRequest(
    GroupId Group, NodeId From, NodeId To, Term Term, LogPosition LastLog) : Statement(Group, From, To, Term)
{
    /// <inheritdoc/>
    protected override string Body => $"PreVoteRequest last={LastLog}";

    /// <inheritdoc/>
    private protected override void HashBody(ref StateHasher hasher)
    {
        hasher.Add(8L);
        LastLog.Hash(ref hasher);
    }
}
