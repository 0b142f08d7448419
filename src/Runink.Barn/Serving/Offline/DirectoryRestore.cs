using Runink.Raft;

namespace Runink.Barn;

/// <summary>Makes a data directory out of a saved cluster: the beginning of a new cluster that holds what the old one held.</summary>
public static class DirectoryRestore
{
    /// <summary>Makes the directory; it is there whole, or not at all.</summary>
    /// <param name="saved">What was saved; whether the checksums match is the caller's to know.</param>
    /// <param name="checksumBytes">Bytes of checksum at the end of each file.</param>
    /// <param name="options">
    /// Of the server that is to use the directory, which must not exist yet, or be empty. Its initial cluster is the new one: every member
    /// gets a directory of its own, of the same files.
    /// </param>
    /// <exception cref="KvFormatException">A file does not hold a state.</exception>
    /// <exception cref="EndOfStreamException">A file ends early.</exception>
    /// <exception cref="UnusableDirectoryException">There is something in the directory.</exception>
    /// <exception cref="IOException">The disk fails.</exception>
    /// <exception cref="ArgumentException">This member is not among those that the cluster begins with.</exception>
    public static RestoreReport Run(SavedCluster saved, int checksumBytes, BarnServerOptions options)
    {
        var formation = ClusterFormation.Found(options);
        var target = Path.GetFullPath(options.DataDirectory);
        if (File.Exists(target) || (Directory.Exists(target) && Directory.EnumerateFileSystemEntries(target).Any()))
            throw new UnusableDirectoryException($"{target} is not empty");
        var machine = Read(saved.System);
        var named = machine.View.Groups.All;
        var missing = named.Where(group => !saved.Others.ContainsKey(group.Name)).ToList();
        // What is nowhere in the new cluster must not be named in it.
        foreach (var group in missing) machine.EndGroup(group.Name);
        machine.Publish();
        using var changed = missing.Count > 0 ? new StatePhotograph(machine) : null;
        List<BeginningGroup> groups = [Begin(NodeCore.System, machine, (ISnapshotContent?)changed ?? Content(saved.System, checksumBytes))];
        foreach (var group in machine.View.Groups.All)
        {
            var file = saved.Others[group.Name];
            groups.Add(Begin(new GroupId(group.Id), Read(file), Content(file, checksumBytes)));
        }

        Make(target, groups, formation);
        return new(
            machine.View.Revision, [.. machine.View.Groups.All.Select(group => group.Name)], [.. missing.Select(group => group.Name)],
            [.. saved.Others.Keys.Except(named.Select(group => group.Name)).Order(StringComparer.Ordinal)]);
    }

    private static void Make(string target, IReadOnlyList<BeginningGroup> groups, ClusterFormation formation)
    {
        var aside = $"{target}.restoring";
        if (Directory.Exists(aside)) Directory.Delete(aside, recursive: true);
        try
        {
            NewDirectory.Fill(aside, groups, formation);
            if (Directory.Exists(target)) Directory.Delete(target);
            Directory.Move(aside, target);
            Libc.SyncDirectory(Path.GetDirectoryName(target)!);
        }
        catch
        {
            if (Directory.Exists(aside)) Directory.Delete(aside, recursive: true);
            throw;
        }
    }

    private static KvMachine Read(string file)
    {
        using var content = File.OpenRead(file);
        return KvMachine.Restore(content);
    }

    private static BeginningGroup Begin(GroupId id, KvMachine state, ISnapshotContent content) =>
        new(id, content, new LogPosition(state.AppliedIndex, new Term(1)));

    private static SavedState Content(string file, int checksumBytes) => new(file, new FileInfo(file).Length - checksumBytes);
}
