namespace Runink.Raft;

/// <summary>Entries of the leader, to follow the one at <see cref="Previous"/> (AppendEntries, Raft paper figure 2).</summary>
/// <param name="Group">The group that it belongs to.</param>
/// <param name="From">Who says it.</param>
/// <param name="To">To whom.</param>
/// <param name="Term">The speaker's term.</param>
/// <param name="Previous">The entry before the first one sent.</param>
/// <param name="Entries">The entries; none to tell the commit index, or to find out where the logs part.</param>
/// <param name="Commit">How far the leader has committed.</param>
public sealed record AppendRequest(
    GroupId Group, NodeId From, NodeId To, Term Term, LogPosition Previous, IReadOnlyList<Entry> Entries, LogIndex Commit)
    : Statement(Group, From, To, Term)
{
    /// <inheritdoc/>
    protected override string Body => $"AppendRequest prev={Previous} commit={Commit} [{string.Join(", ", Entries)}]";

    /// <inheritdoc/>
    private protected override void HashBody(ref StateHasher hasher)
    {
        hasher.Add(3L);
        Previous.Hash(ref hasher);
        hasher.Add(Entries.Count);
        foreach (var entry in Entries) entry.Hash(ref hasher);
        hasher.Add(Commit);
    }
}
