using Runink.Raft;

namespace Runink.Barn;

/// <summary>What the storage reports.</summary>
internal sealed partial class NodeCore
{
    private const long RoomRetryTicks = 10;

    private LogIndex _lastSnapshot;

    /// <summary>Why the last snapshot could not be written, read or taken over, or null.</summary>
    public Exception? SnapshotProblem { get; private set; }

    void IStorageEvents.Completed(GroupId group, WriteId through) => Find(group)?.Completed(through);

    void IStorageEvents.SnapshotTaken(GroupId group, SnapshotDescription snapshot)
    {
        SnapshotProblem = null;
        if (Photographed(group) is not { } hosted) return;
        hosted.Photographed(snapshot);
        if (group == System) _lastSnapshot = snapshot.Index;
        LetGoOfEnded(Raft.SnapshotIndex);
    }

    void IStorageEvents.SnapshotFailed(GroupId group, SnapshotDescription snapshot, Exception reason)
    {
        SnapshotProblem = reason;
        Photographed(group)?.NotPhotographed();
    }

    void IStorageEvents.ChunkRead(GroupId group, ReadSnapshotChunk asked, ReadOnlyMemory<byte> data, bool isLast) =>
        Touched(group)?.Raft.SnapshotChunkRead(asked.For, asked.Snapshot, asked.Offset, data, isLast);

    void IStorageEvents.SnapshotUnreadable(GroupId group, SnapshotDescription snapshot, Exception reason)
    {
        SnapshotProblem = reason;
        Touched(group)?.Raft.SnapshotUnreadable(snapshot);
    }

    void IStorageEvents.StagedSnapshotFailed(GroupId group, SnapshotDescription snapshot, Exception reason)
    {
        // Whoever sent it does not notice: only here it is seen that its file is damaged.
        SnapshotProblem = new InvalidDataException($"what another member sent is damaged: {reason.Message}", reason);
        Touched(group)?.Raft.StagedSnapshotFailed(snapshot);
    }

    void IStorageEvents.RoomChanged(DiskFullException? problem) => _context.RoomProblem = problem;

    void IStorageEvents.Failed(Exception reason) => Fail(reason);

    /// <summary>Takes the node out of service for good.</summary>
    public void Fail(Exception reason)
    {
        if (Failure is not null) return;
        _context.Failure = reason;
        Stop();
        Failing?.Invoke(reason);
    }

    // Also of a group that ended meanwhile: until then its log cannot go.
    private Group? Photographed(GroupId id) => Find(id) ?? _ended.Find(ended => ended.Id == id).Hosted;

    private Group? Touched(GroupId id)
    {
        var group = Find(id);
        group?.Touch();
        return group;
    }
}
