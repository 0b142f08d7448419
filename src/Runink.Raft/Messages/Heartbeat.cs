namespace Runink.Raft;

/// <summary>The leader is there. Carries the round of reads that waits for confirmation (thesis, section 6.4).</summary>
/// <param name="Group">The group that it belongs to.</param>
/// <param name="From">Who says it.</param>
/// <param name="To">To whom.</param>
/// <param name="Term">The speaker's term.</param>
/// <param name="Commit">How far the receiver may commit.</param>
/// <param name="ReadRound">The newest round of reads; zero when there is none.</param>
/// <param name="Sleep">Whether the whole group agrees and has nothing to do, so that it may sleep.</param>
public sealed record Heartbeat(
    GroupId Group, NodeId From, NodeId To, Term Term, LogIndex Commit, long ReadRound, bool Sleep = false)
    : Statement(Group, From, To, Term)
{
    /// <inheritdoc/>
    protected override string Body =>
        $"Heartbeat commit={Commit}" + (ReadRound > 0 ? $" round={ReadRound}" : "") + (Sleep ? " sleep" : "");

    /// <inheritdoc/>
    private protected override void HashBody(ref StateHasher hasher)
    {
        hasher.Add(6L);
        hasher.Add(Commit);
        hasher.Add(ReadRound);
        hasher.Add(Sleep);
    }
}
