using Runink.Raft;

namespace Runink.Barn;

/// <summary>Reads everything in a data directory that no server uses, and says what is damaged. Changes nothing.</summary>
public sealed class DirectoryCheck
{
    private readonly List<string> _problems = [];
    private int _snapshots;
    private int _entries;
    private long _lastIndex;
    private long _revision;

    private DirectoryCheck()
    {
    }

    /// <summary>Checks a directory.</summary>
    /// <exception cref="DirectoryInUseException">A server has it.</exception>
    /// <exception cref="UnusableDirectoryException">There is no such directory.</exception>
    /// <exception cref="IOException">The disk fails.</exception>
    public static DirectoryReport Run(string directory)
    {
        if (!Directory.Exists(directory)) throw new UnusableDirectoryException($"there is no directory {directory}");
        using var disk = new FileDisk(directory);
        return new DirectoryCheck().Check(new SealedDisk(disk));
    }

    private DirectoryReport Check(SealedDisk disk)
    {
        MemberIdentity? identity = null;
        Guard(() =>
        {
            identity = IdentityFile.Read(disk);
            if (identity is null) _problems.Add($"{IdentityFile.Name}: the file is missing");
        });
        foreach (var file in disk.List(SnapshotName.Folder).Where(SnapshotName.IsWhole)) Guard(() => ReadSnapshot(disk, file), file);
        Guard(() => ReadLog(disk));
        return new(identity, _snapshots, _entries, _lastIndex, _revision, _problems);
    }

    private void ReadSnapshot(SealedDisk disk, string name)
    {
        using var file = disk.Open(name);
        using var blocks = new SnapshotBlocks(file);
        while (blocks.Next(out _, wantsContent: true))
        {
        }

        _snapshots++;
    }

    private void ReadLog(SealedDisk disk)
    {
        var worker = new SequentialWorker();
        using var storage = NodeStorage.Open(disk, new(worker, worker, worker), new(), new OfflineEvents());
        var named = KvGroups.None;
        if (storage.Recovered.TryGetValue(NodeCore.System, out var platform))
        {
            Guard(() => named = ReadPlatform(storage, platform));
        }

        foreach (var (group, recovered) in storage.Recovered)
        {
            if (group == NodeCore.System) continue;
            // Of a group that is no more the snapshots go before its log, so it may rightly have none.
            var isGone = recovered.Snapshot is null && named.Find(group.Value) is null;
            Guard(() => ReadEntries(recovered, isGone ? new KvMachine() : RecoveredMachine.Load(storage, group, recovered)));
        }
    }

    private KvGroups ReadPlatform(NodeStorage storage, RecoveredState recovered)
    {
        var machine = RecoveredMachine.Load(storage, NodeCore.System, recovered);
        if (recovered.Snapshot is not null) _revision = machine.View.Revision;
        ReadEntries(recovered, machine);
        if (recovered.Entries.Count > 0) _lastIndex = recovered.Entries[^1].Index.Value;
        return machine.Publish().Groups;
    }

    private void ReadEntries(RecoveredState recovered, KvMachine machine)
    {
        foreach (var entry in recovered.Entries) ReadEntry(entry, machine);
    }

    private void ReadEntry(Entry entry, KvMachine machine)
    {
        if (entry.Kind == EntryKind.Command)
        {
            var envelope = KvCommandCodec.Decode(entry.Command);
            // The last entries may not be committed; that they can be applied shows that nothing in them is out of place.
            if (entry.Index > machine.AppliedIndex) machine.Apply(entry.Index, envelope);
        }

        _entries++;
    }

    private void Guard(Action step, string? file = null)
    {
        try
        {
            step();
        }
        catch (LogDamagedException e)
        {
            _problems.AddRange(e.Damages.Select(damage => damage.ToString()));
        }
        catch (Exception e) when (e is InvalidDataException or KvFormatException or EndOfStreamException)
        {
            var problem = file is null || e.Message.Contains(file, StringComparison.Ordinal) ? e.Message : $"{file}: {e.Message}";
            if (!_problems.Contains(problem)) _problems.Add(problem);
        }
    }
}
