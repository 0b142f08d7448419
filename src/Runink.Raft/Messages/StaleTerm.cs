namespace Runink.Raft;

/// <summary>The receiver speaks in a term that is over: the speaker knows a newer one.</summary>
/// <param name="Group">The group that it belongs to.</param>
/// <param name="From">Who says it.</param>
/// <param name="To">To whom.</param>
/// <param name="Term">The speaker's term.</param>
public sealed record StaleTerm(
    GroupId Group, NodeId From, NodeId To, Term Term) : Statement(Group, From, To, Term)
{
    /// <inheritdoc/>
    protected override string Body => "StaleTerm";

    /// <inheritdoc/>
    private protected override void HashBody(ref StateHasher hasher) => hasher.Add(16L);
}
