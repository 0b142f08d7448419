namespace Runink.Raft;

/// <summary>The leader asks the receiver to stand for election at once (leadership transfer, thesis section 3.10).</summary>
/// <param name="Group">The group that it belongs to.</param>
/// <param name="From">Who says it.</param>
/// <param name="To">To whom.</param>
/// <param name="Term">The speaker's term.</param>
/// <param name="LeaseReleased">The leader will serve no read under a lease of any entry up to here.</param>
public sealed record TimeoutNow(
    GroupId Group, NodeId From, NodeId To, Term Term, LogIndex LeaseReleased) : Statement(Group, From, To, Term)
{
    /// <inheritdoc/>
    protected override string Body => $"TimeoutNow released={LeaseReleased}";

    /// <inheritdoc/>
    private protected override void HashBody(ref StateHasher hasher)
    {
        hasher.Add(17L);
        hasher.Add(LeaseReleased);
    }
}
