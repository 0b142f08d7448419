namespace Runink.Raft;

/// <summary>
/// Keep a piece of a snapshot aside until the whole is there. Nothing of the state changes yet. A piece at offset zero
/// discards what was staged before. Before the host reports the last piece durable it checks the whole; if that fails it
/// reports <see cref="RaftNode.StagedSnapshotFailed"/> as well.
/// </summary>
/// <param name="Id">Names the write.</param>
/// <param name="Snapshot">Which snapshot.</param>
/// <param name="Offset">Where the piece begins, in bytes.</param>
/// <param name="Data">The piece.</param>
/// <param name="IsLast">Whether the snapshot ends here.</param>
public sealed record StageSnapshotChunk(
    WriteId Id, SnapshotDescription Snapshot, long Offset, ReadOnlyMemory<byte> Data, bool IsLast)
    : Write(Id)
{
    /// <inheritdoc/>
    public override string ToString() => $"write {Id} stage {Snapshot} offset={Offset} {Data.Length}B{(IsLast ? " last" : "")}";
}
