namespace Runink.Raft;

/// <summary>
/// Another membership is in force from now on: it was appended, or an appended one was truncated away. The host connects to
/// all of its members.
/// </summary>
/// <param name="Index">The entry that holds it; zero or the base of the log when it comes from a snapshot.</param>
/// <param name="Membership">The membership.</param>
public sealed record MembershipChanged(LogIndex Index, Membership Membership) : Effect
{
    /// <inheritdoc/>
    public override string ToString() => $"membership {Membership} since {Index}";
}
