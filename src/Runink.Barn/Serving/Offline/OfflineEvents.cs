using Runink.Raft;

namespace Runink.Barn;

/// <summary>Hears of a storage that is worked on offline, where the only thing that matters is whether something failed.</summary>
internal sealed class OfflineEvents : IStorageEvents
{
    private Exception? _failure;

    /// <summary>Throws what failed first.</summary>
    public void ThrowIfFailed()
    {
        if (_failure is not null) throw new IOException(_failure.Message, _failure);
    }

    public void Completed(GroupId group, WriteId through)
    {
    }

    public void SnapshotTaken(GroupId group, SnapshotDescription snapshot)
    {
    }

    public void SnapshotFailed(GroupId group, SnapshotDescription snapshot, Exception reason) => _failure ??= reason;

    public void ChunkRead(GroupId group, ReadSnapshotChunk asked, ReadOnlyMemory<byte> data, bool isLast)
    {
    }

    public void SnapshotUnreadable(GroupId group, SnapshotDescription snapshot, Exception reason) => _failure ??= reason;

    public void StagedSnapshotFailed(GroupId group, SnapshotDescription snapshot, Exception reason) => _failure ??= reason;

    public void RoomChanged(DiskFullException? problem) => _failure ??= problem;

    public void Failed(Exception reason) => _failure ??= reason;
}
