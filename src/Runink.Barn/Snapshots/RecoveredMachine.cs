using Runink.Raft;

namespace Runink.Barn;

/// <summary>The state of a group as it is made of what the disk held.</summary>
internal static class RecoveredMachine
{
    /// <summary>Reads the newest snapshot; the state is empty only where the log begins with the first entry.</summary>
    /// <exception cref="InvalidDataException">The snapshot is missing, is damaged, or holds no state that this program knows.</exception>
    public static KvMachine Load(NodeStorage storage, GroupId group, RecoveredState recovered)
    {
        if (recovered.Snapshot is not { } snapshot)
        {
            if (recovered.Base.Index == LogIndex.Zero) return new KvMachine();
            throw new InvalidDataException(
                $"{new SnapshotName(group, recovered.Base.Position).Whole}: the snapshot that the log begins behind is missing");
        }

        using var content = storage.OpenSnapshot(group, snapshot);
        return Read(content, group, snapshot);
    }

    /// <summary>Makes a state of the content of a snapshot.</summary>
    /// <exception cref="InvalidDataException">It is damaged, or holds no state that this program knows.</exception>
    public static KvMachine Read(Stream content, GroupId group, SnapshotDescription snapshot)
    {
        try
        {
            return KvMachine.Restore(content);
        }
        catch (Exception e) when (e is KvFormatException or EndOfStreamException)
        {
            throw new InvalidDataException($"{new SnapshotName(group, snapshot.Position).Whole}: {e.Message}", e);
        }
    }
}
