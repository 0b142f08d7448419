namespace Runink.Raft;

/// <summary>
/// The entries do not fit: the log of the speaker parts from the leader's, ends before, or has lost entries to its disk.
/// </summary>
/// <param name="Group">The group that it belongs to.</param>
/// <param name="From">Who says it.</param>
/// <param name="To">To whom.</param>
/// <param name="Term">The speaker's term.</param>
/// <param name="Rejected">The previous index that did not fit.</param>
/// <param name="Hint">
/// The last entry of the speaker that may still agree; the leader goes on from there (Raft paper, end of section 5.3).
/// </param>
/// <param name="Lost">
/// Whether entries that were acknowledged before are gone: what the leader believed durable after the hint no longer is.
/// </param>
public sealed record AppendRejected(
    GroupId Group, NodeId From, NodeId To, Term Term, LogIndex Rejected, LogPosition Hint, bool Lost)
    : Statement(Group, From, To, Term)
{
    /// <inheritdoc/>
    protected override string Body => $"AppendRejected {Rejected} hint={Hint}{(Lost ? " lost" : "")}";

    /// <inheritdoc/>
    private protected override void HashBody(ref StateHasher hasher)
    {
        hasher.Add(2L);
        hasher.Add(Rejected);
        Hint.Hash(ref hasher);
        hasher.Add(Lost);
    }
}
