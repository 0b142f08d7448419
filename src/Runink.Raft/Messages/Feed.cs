namespace Runink.Raft;

/// <summary>
/// Committed entries for a learner, from a member that need not lead. All are committed, so they are what every leader of this and later
/// terms has (leader completeness, Raft paper section 5.4).
/// </summary>
/// <param name="Group">The group that it belongs to.</param>
/// <param name="From">Who says it.</param>
/// <param name="To">To whom.</param>
/// <param name="Term">The speaker's term.</param>
/// <param name="Previous">The entry before the first one sent.</param>
/// <param name="Entries">The entries; none to say that there are no more yet.</param>
/// <param name="Commit">How far the speaker knows the log to be committed.</param>
public sealed record Feed(
    GroupId Group, NodeId From, NodeId To, Term Term, LogPosition Previous, IReadOnlyList<Entry> Entries, LogIndex Commit)
    : Statement(Group, From, To, Term)
{
    /// <inheritdoc/>
    protected override string Body => $"Feed prev={Previous} commit={Commit} [{string.Join(", ", Entries)}]";

    /// <inheritdoc/>
    private protected override void HashBody(ref StateHasher hasher)
    {
        hasher.Add(22L);
        Previous.Hash(ref hasher);
        hasher.Add(Entries.Count);
        foreach (var entry in Entries) entry.Hash(ref hasher);
        hasher.Add(Commit);
    }
}
