using Runink.Raft;

namespace Runink.Barn;

/// <summary>Makes a data directory out of a saved state: the beginning of a new cluster of one that holds what the old one held.</summary>
public static class DirectoryRestore
{
    /// <summary>Makes the directory; it is there whole, or not at all.</summary>
    /// <param name="file">The saved state; whether its checksum matches is the caller's to know.</param>
    /// <param name="checksumBytes">Bytes of checksum at the end of the file.</param>
    /// <param name="directory">Where to; must not exist yet, or be empty.</param>
    /// <param name="identity">Of the new member.</param>
    /// <returns>The revision of the state.</returns>
    /// <exception cref="KvFormatException">The file does not hold a state.</exception>
    /// <exception cref="EndOfStreamException">The file ends early.</exception>
    /// <exception cref="UnusableDirectoryException">There is something in the directory.</exception>
    /// <exception cref="IOException">The disk fails.</exception>
    public static long Run(string file, int checksumBytes, string directory, MemberIdentity identity)
    {
        var target = Path.GetFullPath(directory);
        if (File.Exists(target) || (Directory.Exists(target) && Directory.EnumerateFileSystemEntries(target).Any()))
            throw new UnusableDirectoryException($"{target} is not empty");
        KvMachine machine;
        using (var content = File.OpenRead(file)) machine = KvMachine.Restore(content);
        var aside = $"{target}.restoring";
        if (Directory.Exists(aside)) Directory.Delete(aside, recursive: true);
        try
        {
            Fill(aside, new SavedState(file, new FileInfo(file).Length - checksumBytes), machine.AppliedIndex, identity);
            if (Directory.Exists(target)) Directory.Delete(target);
            Directory.Move(aside, target);
            Libc.SyncDirectory(Path.GetDirectoryName(target)!);
        }
        catch
        {
            Directory.Delete(aside, recursive: true);
            throw;
        }

        return machine.View.Revision;
    }

    private static void Fill(string directory, SavedState content, LogIndex applied, MemberIdentity identity)
    {
        using var disk = new FileDisk(directory);
        IdentityFile.Write(disk, identity);
        var (worker, events) = (new SequentialWorker(), new OfflineEvents());
        using var storage = NodeStorage.Open(disk, new(worker, worker, worker), new(), events);
        var membership = Membership.OfVoters(identity.MemberId);
        var snapshot = new SnapshotDescription(new(applied, new Term(1)), membership);
        storage.Found(NodeCore.System, membership);
        storage.TakeSnapshot(NodeCore.System, snapshot, content);
        worker.Run();
        events.ThrowIfFailed();
        storage.Add(NodeCore.System, new SaveVote(new WriteId(1), snapshot.Position.Term, default));
        storage.Flush();
        worker.Run();
        storage.Add(NodeCore.System, new InstallSnapshot(new WriteId(2), snapshot, KeepsLog: false));
        worker.Run();
        storage.Flush();
        worker.Run();
        events.ThrowIfFailed();
    }
}
