using Runink.Raft;

namespace Runink.Barn;

/// <summary>What the storage reports.</summary>
internal sealed partial class NodeCore
{
    private const long SnapshotRetryTicks = 100;
    private const long RoomRetryTicks = 10;

    private long _snapshotRetryTick;
    private LogIndex _lastSnapshot;

    /// <summary>Why the last snapshot could not be written, or null.</summary>
    public Exception? SnapshotProblem { get; private set; }

    void IStorageEvents.Completed(GroupId group, WriteId through) => _group.Completed(through);

    void IStorageEvents.SnapshotTaken(GroupId group, SnapshotDescription snapshot)
    {
        (SnapshotProblem, _lastSnapshot) = (null, snapshot.Index);
        _group.Photographed();
        Raft.SnapshotTaken(snapshot);
    }

    void IStorageEvents.SnapshotFailed(GroupId group, SnapshotDescription snapshot, Exception reason)
    {
        SnapshotProblem = reason;
        _group.Photographed();
        _snapshotRetryTick = _ticks + SnapshotRetryTicks;
    }

    void IStorageEvents.ChunkRead(GroupId group, ReadSnapshotChunk asked, ReadOnlyMemory<byte> data, bool isLast) =>
        Raft.SnapshotChunkRead(asked.For, asked.Snapshot, asked.Offset, data, isLast);

    void IStorageEvents.SnapshotUnreadable(GroupId group, SnapshotDescription snapshot, Exception reason) =>
        Raft.SnapshotUnreadable(snapshot);

    void IStorageEvents.StagedSnapshotFailed(GroupId group, SnapshotDescription snapshot, Exception reason) =>
        Raft.StagedSnapshotFailed(snapshot);

    void IStorageEvents.RoomChanged(DiskFullException? problem) => RoomProblem = problem;

    void IStorageEvents.Failed(Exception reason) => Fail(reason);

    /// <summary>Takes the node out of service for good.</summary>
    public void Fail(Exception reason)
    {
        if (Failure is not null) return;
        Failure = reason;
        Volatile.Write(ref _servesAloneUntil, long.MinValue);
        Stop();
        Failing?.Invoke(reason);
    }

    private void RetrySnapshot()
    {
        if (_snapshotRetryTick == 0 || _ticks < _snapshotRetryTick) return;
        _snapshotRetryTick = 0;
        _group.Photograph();
    }
}
