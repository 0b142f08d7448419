namespace Runink.Raft;

/// <summary>
/// Make the staged snapshot the state of this node, in one atomic step: the state machine and the membership are then what the
/// snapshot says, and the log begins after it.
/// </summary>
/// <param name="Id">Names the write.</param>
/// <param name="Snapshot">Which snapshot.</param>
/// <param name="KeepsLog">Whether the entries after the snapshot stay in the log; else the whole log goes.</param>
public sealed record InstallSnapshot(WriteId Id, SnapshotDescription Snapshot, bool KeepsLog) : Write(Id)
{
    /// <inheritdoc/>
    public override string ToString() => $"write {Id} install {Snapshot}" + (KeepsLog ? " keeping the log after it" : "");
}
