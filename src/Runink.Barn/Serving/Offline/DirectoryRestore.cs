using Runink.Raft;

namespace Runink.Barn;

/// <summary>Makes a data directory out of a saved state: the beginning of a new cluster that holds what the old one held.</summary>
public static class DirectoryRestore
{
    /// <summary>Makes the directory; it is there whole, or not at all.</summary>
    /// <param name="file">The saved state; whether its checksum matches is the caller's to know.</param>
    /// <param name="checksumBytes">Bytes of checksum at the end of the file.</param>
    /// <param name="options">
    /// Of the server that is to use the directory, which must not exist yet, or be empty. Its initial cluster is the new one: every member
    /// gets a directory of its own, of the same file.
    /// </param>
    /// <returns>The revision of the state.</returns>
    /// <exception cref="KvFormatException">The file does not hold a state.</exception>
    /// <exception cref="EndOfStreamException">The file ends early.</exception>
    /// <exception cref="UnusableDirectoryException">There is something in the directory.</exception>
    /// <exception cref="IOException">The disk fails.</exception>
    /// <exception cref="ArgumentException">This member is not among those that the cluster begins with.</exception>
    public static long Run(string file, int checksumBytes, BarnServerOptions options)
    {
        var formation = ClusterFormation.Found(options);
        var target = Path.GetFullPath(options.DataDirectory);
        if (File.Exists(target) || (Directory.Exists(target) && Directory.EnumerateFileSystemEntries(target).Any()))
            throw new UnusableDirectoryException($"{target} is not empty");
        KvMachine machine;
        using (var content = File.OpenRead(file)) machine = KvMachine.Restore(content);
        var aside = $"{target}.restoring";
        if (Directory.Exists(aside)) Directory.Delete(aside, recursive: true);
        try
        {
            using var state = WithoutGroups(machine);
            var content = state ?? (ISnapshotContent)new SavedState(file, new FileInfo(file).Length - checksumBytes);
            NewDirectory.Fill(aside, content, new LogPosition(machine.AppliedIndex, new Term(1)), formation);
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

    /// <summary>What is saved is the state of the platform's group: the others are nowhere in the new cluster. Null: there are none.</summary>
    private static StatePhotograph? WithoutGroups(KvMachine machine)
    {
        if (machine.View.Groups.All.Count == 0) return null;
        machine.EndGroups();
        machine.Publish();
        return new StatePhotograph(machine);
    }
}
