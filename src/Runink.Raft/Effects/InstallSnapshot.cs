namespace Runink.Raft;

/// <summary>
/// Make the staged snapshot the state of this node, in one atomic step: the state machine, the end of the log and the
/// membership are then what the snapshot says, and the whole log before is dropped.
/// </summary>
/// <param name="Id">Names the write.</param>
/// <param name="Snapshot">Which snapshot.</param>
public sealed record InstallSnapshot(WriteId Id, SnapshotDescription Snapshot) : Write(Id)
{
    /// <inheritdoc/>
    public override string ToString() => $"write {Id} install {Snapshot}";
}
