namespace Runink.Raft;

/// <summary>Everything up to <see cref="Match"/> is durable here as the leader of this term has it.</summary>
/// <param name="Group">The group that it belongs to.</param>
/// <param name="From">Who says it.</param>
/// <param name="To">To whom.</param>
/// <param name="Term">The speaker's term.</param>
/// <param name="Match">The last entry known to be the same as the leader's, and durable.</param>
public sealed record AppendAccepted(
    GroupId Group, NodeId From, NodeId To, Term Term, LogIndex Match) : Promise(Group, From, To, Term)
{
    /// <inheritdoc/>
    protected override string Body => $"AppendAccepted match={Match}";

    /// <inheritdoc/>
    private protected override void HashBody(ref StateHasher hasher)
    {
        hasher.Add(1L);
        hasher.Add(Match);
    }
}
