namespace Runink.Raft;

/// <summary>Read a piece of a snapshot of this node, then report <see cref="RaftNode.SnapshotChunkRead"/>.</summary>
/// <param name="For">Who wants it.</param>
/// <param name="Snapshot">Which snapshot.</param>
/// <param name="Offset">From where, in bytes.</param>
/// <param name="Length">At most so many bytes.</param>
public sealed record ReadSnapshotChunk(NodeId For, SnapshotDescription Snapshot, long Offset, int Length) : Effect
{
    /// <inheritdoc/>
    public override string ToString() => $"read {Snapshot} offset={Offset} length={Length} for {For}";
}
