using Runink.Raft;

namespace Runink.Barn;

/// <summary>
/// Finds, when a node starts, which snapshots its groups go on from: the newest that their logs lead up to. All others are
/// deleted:
/// nobody fetches them, or a crash left them behind unfinished or not yet installed.
/// </summary>
internal sealed class SnapshotRecovery
{
    private readonly IDisk _disk;
    private readonly Dictionary<GroupId, List<SnapshotName>> _whole = [];
    private readonly Dictionary<GroupId, List<SnapshotName>> _staged = [];

    /// <summary>Sees what is there.</summary>
    /// <exception cref="InvalidDataException">There are snapshots of a group of which the log knows nothing.</exception>
    public SnapshotRecovery(IDisk disk, IReadOnlyDictionary<GroupId, GroupLog> groups)
    {
        _disk = disk;
        foreach (var file in disk.List(SnapshotName.Folder))
        {
            if (SnapshotName.Parse(file) is not { } name) continue;
            if (SnapshotName.IsWhole(file) && !groups.ContainsKey(name.Group))
                throw new InvalidDataException($"{file} is of a group that the log does not know: the log was lost");
            if (SnapshotName.IsWhole(file)) Add(_whole, name);
            else if (SnapshotName.IsStaged(file) && groups.ContainsKey(name.Group)) Add(_staged, name);
            else disk.Delete(file);
        }
    }

    /// <summary>The snapshot that a group's state machine is loaded from, or null when it has none.</summary>
    /// <exception cref="InvalidDataException">The log begins after its first entry, and its snapshot is damaged.</exception>
    public SnapshotDescription? Newest(GroupLog group, IReadOnlyList<Entry> entries)
    {
        SnapshotDescription? found = null;
        InvalidDataException? damaged = null;
        var names = _whole.GetValueOrDefault(group.Id) ?? [];
        var candidates = names.Where(name => LeadsTo(group, entries, name.Position))
            .OrderByDescending(name => name.Position.Index).ThenByDescending(name => name.Position.Term).ToList();
        // Whoever loads the state goes through the whole file anyway, which may take long: so only where another way is open.
        var isChoice = candidates.Count > 1 || group.Base.Index == LogIndex.Zero;
        foreach (var name in names.Except(candidates)) _disk.Delete(name.Whole);
        foreach (var name in candidates)
        {
            if (found is not null)
            {
                _disk.Delete(name.Whole);
                continue;
            }

            try
            {
                found = Describe(name, toItsEnd: isChoice);
            }
            catch (InvalidDataException e)
            {
                damaged ??= new InvalidDataException($"{name.Whole}: {e.Message}", e);
            }
        }

        if (found is null && damaged is not null && group.Base.Index > LogIndex.Zero) throw damaged;
        return found;
    }

    /// <summary>The snapshot that a group was fetching, the newest if there are several.</summary>
    /// <param name="group">The group.</param>
    /// <param name="reached">What it has without that: up to there nothing is fetched any more.</param>
    public (StagedFile Staged, SnapshotDescription Description, long Length)? Staged(GroupId group, LogIndex reached)
    {
        (StagedFile, SnapshotDescription, long)? found = null;
        foreach (var name in (_staged.GetValueOrDefault(group) ?? []).OrderByDescending(name => name.Position.Index))
        {
            if (name.Position.Index > reached) found ??= StagedFile.Recover(_disk, name);
            if (found?.Item1.Name != name) _disk.Delete(name.Staged);
        }

        return found;
    }

    private static void Add(Dictionary<GroupId, List<SnapshotName>> names, SnapshotName name)
    {
        if (!names.TryGetValue(name.Group, out var list)) names.Add(name.Group, list = []);
        list.Add(name);
    }

    /// <summary>
    /// Whether the log goes through there: a received snapshot is a file before the log says that it is installed.
    /// </summary>
    private static bool LeadsTo(GroupLog group, IReadOnlyList<Entry> entries, LogPosition position)
    {
        var @base = group.Base.Position;
        if (position.Index <= @base.Index || position.Index > group.LastIndex) return position == @base;
        var at = (int)(position.Index - @base.Index) - 1;
        if (!IsLost(entries[at])) return entries[at].Term == position.Term;
        // Terms never go back along a log, so its neighbours say whether the entry that was lost can be the one.
        return position.Term <= group.Term
            && !entries.Take(at).Any(entry => !IsLost(entry) && entry.Term > position.Term)
            && !entries.Skip(at + 1).Any(entry => !IsLost(entry) && entry.Term < position.Term);
    }

    private static bool IsLost(Entry entry) => entry.Kind == EntryKind.Rotten;

    private SnapshotDescription Describe(SnapshotName name, bool toItsEnd)
    {
        using var file = _disk.Open(name.Whole);
        using var blocks = new SnapshotBlocks(file);
        if (blocks.Group != name.Group || blocks.Description.Position != name.Position)
            throw new InvalidDataException($"the file holds {blocks.Description} of group {blocks.Group}");
        while (toItsEnd && blocks.Next(out _, wantsContent: false))
        {
        }

        return blocks.Description;
    }
}
