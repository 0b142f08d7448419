namespace Runink.Raft;

/// <summary>A command that a client gave to a follower, handed on to the leader.</summary>
/// <param name="Group">The group that it belongs to.</param>
/// <param name="From">Who says it.</param>
/// <param name="To">To whom.</param>
/// <param name="Term">The speaker's term.</param>
/// <param name="Context">Names the proposal on the node that forwarded it.</param>
/// <param name="Command">The command.</param>
public sealed record ForwardedProposal(
    GroupId Group, NodeId From, NodeId To, Term Term, ulong Context, ReadOnlyMemory<byte> Command)
    : Statement(Group, From, To, Term)
{
    /// <inheritdoc/>
    protected override string Body => $"ForwardedProposal #{Context} {Command.Length}B";

    /// <inheritdoc/>
    private protected override void HashBody(ref StateHasher hasher)
    {
        hasher.Add(4L);
        hasher.Add((long)Context);
        hasher.Add(Command.Span);
    }
}
