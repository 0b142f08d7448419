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
        var machine = ReadPlatform(saved.System);
        var named = machine.View.Groups.All;
        var missing = named.Where(group => !saved.Others.ContainsKey(group.Name)).ToList();
        // What is nowhere in the new cluster must not be named in it.
        foreach (var group in missing) machine.EndGroup(group.Name);
        machine.Publish();
        List<BeginningGroup> groups = [new(NodeCore.System, new StatePhotograph(machine), Position(machine.AppliedIndex))];
        groups.AddRange(machine.View.Groups.All.Select(group => Begin(new GroupId(group.Id), saved.Others[group.Name], checksumBytes)));

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

    /// <summary>
    /// The platform's state, less what is about the members of the old cluster: those of the new one may have their ids and addresses, and
    /// make themselves known when they start.
    /// </summary>
    private static KvMachine ReadPlatform(string file)
    {
        var (state, applied) = Read(file);
        state.Members.Current = KvMembers.None;
        DropCorrupt(state);
        return new KvMachine(state, applied);
    }

    /// <summary>Another group: its file goes on as it is, so that not all states are in memory, unless there is something to leave out.</summary>
    private static BeginningGroup Begin(GroupId id, string file, int checksumBytes)
    {
        var (state, applied) = Read(file);
        ISnapshotContent content = DropCorrupt(state)
            ? new StatePhotograph(new KvMachine(state, applied))
            : new SavedState(file, new FileInfo(file).Length - checksumBytes);
        return new(id, content, Position(applied));
    }

    private static (KvState State, LogIndex Applied) Read(string file)
    {
        using var content = File.OpenRead(file);
        return SnapshotReader.Read(content);
    }

    /// <summary>Lets go of the alarms that a member held another state than the others: now it holds this one.</summary>
    /// <returns>Whether there were any.</returns>
    private static bool DropCorrupt(KvState state)
    {
        var others = state.Alarms.Current.Where(entry => entry.Alarm != KvAlarm.Corrupt).ToArray();
        var isChange = others.Length < state.Alarms.Current.Length;
        state.Alarms.Current = others;
        return isChange;
    }

    private static LogPosition Position(LogIndex applied) => new(applied, new Term(1));
}
