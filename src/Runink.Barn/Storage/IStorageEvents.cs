using Runink.Raft;

namespace Runink.Barn;

/// <summary>
/// What the storage of a node tells its owner. All calls come on the owner's event loop, never from within a call of the owner.
/// </summary>
public interface IStorageEvents
{
    /// <summary>A group's writes up to this one would survive a loss of power (<see cref="RaftNode.WriteCompleted"/>).</summary>
    void Completed(GroupId group, WriteId through);

    /// <summary>A snapshot that the owner asked for is durable (<see cref="RaftNode.SnapshotTaken"/>).</summary>
    void SnapshotTaken(GroupId group, SnapshotDescription snapshot);

    /// <summary>
    /// A snapshot that the owner asked for could not be written, for lack of room or because its content threw; nothing of it is
    /// left, and it may be asked for again.
    /// </summary>
    void SnapshotFailed(GroupId group, SnapshotDescription snapshot, Exception reason);

    /// <summary>A piece of a snapshot was read (<see cref="RaftNode.SnapshotChunkRead"/>).</summary>
    void ChunkRead(GroupId group, ReadSnapshotChunk asked, ReadOnlyMemory<byte> data, bool isLast);

    /// <summary>A snapshot is gone or damaged (<see cref="RaftNode.SnapshotUnreadable"/>).</summary>
    void SnapshotUnreadable(GroupId group, SnapshotDescription snapshot, Exception reason);

    /// <summary>
    /// What was staged is not the snapshot it should be (<see cref="RaftNode.StagedSnapshotFailed"/>); comes just before its last
    /// write is reported.
    /// </summary>
    void StagedSnapshotFailed(GroupId group, SnapshotDescription snapshot, Exception reason);

    /// <summary>
    /// The disk has no room for the next segment of the log, or has again (null). There is room for the rest of the present
    /// segment: the owner should refuse what makes the state grow before that is used up too.
    /// </summary>
    void RoomChanged(DiskFullException? problem);

    /// <summary>
    /// The disk failed, and nothing will complete any more: what is on it is not known. Said once. The node must leave service.
    /// </summary>
    void Failed(Exception reason);
}
