namespace Runink.Raft;

/// <summary>
/// Apply committed entries to the state machine, in this order, each once; then report <see cref="RaftNode.Applied"/>.
/// </summary>
/// <param name="Entries">Consecutive committed entries that are durable on this node.</param>
public sealed record Apply(IReadOnlyList<Entry> Entries) : Effect
{
    /// <inheritdoc/>
    public override string ToString() => $"apply [{string.Join(", ", Entries)}]";
}
