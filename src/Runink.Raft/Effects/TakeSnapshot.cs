namespace Runink.Raft;

/// <summary>
/// The log has grown past its limit: take a snapshot of the applied state, then report <see cref="RaftNode.SnapshotTaken"/>.
/// </summary>
public sealed record TakeSnapshot() : Effect
{
    /// <inheritdoc/>
    public override string ToString() => "take snapshot";
}
