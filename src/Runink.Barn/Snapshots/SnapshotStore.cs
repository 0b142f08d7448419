using Runink.Raft;

namespace Runink.Barn;

/// <summary>
/// The snapshot files of a node. Its methods wait for the disk and run as jobs; those for one group never at the same time, but
/// for <see cref="Take"/>, which touches no file that the others know, and <see cref="Check"/>, which only reads.
/// </summary>
internal sealed class SnapshotStore(IDisk disk, StorageOptions options)
{
    // Below this a thread costs more than it saves.
    private const long ReadAheadFrom = 4 << 20;

    /// <summary>Writes a snapshot aside, and gives it its name when it is durable.</summary>
    public void Take(GroupId group, SnapshotDescription description, ISnapshotContent content)
    {
        var name = new SnapshotName(group, description.Position);
        disk.Delete(name.Begun);
        try
        {
            using (var file = disk.Create(name.Begun))
            using (var writer = Writer(file, group, description))
            {
                content.WriteTo(writer);
                writer.Complete();
                file.Sync();
            }

            disk.Rename(name.Begun, name.Whole);
            disk.SyncFolder(SnapshotName.Folder);
        }
        catch
        {
            disk.Delete(name.Begun);
            throw;
        }
    }

    /// <summary>Begins to stage one.</summary>
    public StagedFile Stage(SnapshotName name) => StagedFile.Create(disk, name);

    /// <summary>Reads a piece of a file as it is; the receiver checks the whole.</summary>
    /// <returns>The piece, and whether the file ends with it.</returns>
    public (byte[] Data, bool IsLast) ReadChunk(GroupId group, ReadSnapshotChunk asked)
    {
        using var file = disk.Open(new SnapshotName(group, asked.Snapshot.Position).Whole);
        var left = file.Length - asked.Offset;
        if (left < 0) throw new InvalidDataException($"byte {asked.Offset} is asked for of a snapshot of {file.Length}");
        var data = new byte[Math.Min(left, asked.Length)];
        if (file.Read(asked.Offset, data) < data.Length)
            throw new InvalidDataException("the snapshot was cut off while it was read");
        return (data, data.Length == left);
    }

    /// <summary>Reads a snapshot to its end.</summary>
    /// <exception cref="FileNotFoundException">There is no such snapshot.</exception>
    /// <exception cref="InvalidDataException">It is damaged.</exception>
    public void Check(GroupId group, SnapshotDescription description)
    {
        using var content = Open(group, description);
        content.CopyTo(Stream.Null);
    }

    /// <summary>Makes what was staged a snapshot of this node.</summary>
    public void Adopt(SnapshotName staged)
    {
        disk.Rename(staged.Staged, staged.Whole);
        disk.SyncFolder(SnapshotName.Folder);
    }

    /// <summary>Deletes a snapshot.</summary>
    public void Drop(GroupId group, SnapshotDescription description) =>
        disk.Delete(new SnapshotName(group, description.Position).Whole);

    /// <summary>Deletes everything of some groups, for good.</summary>
    public void DropAll(IReadOnlySet<GroupId> groups)
    {
        foreach (var file in disk.List(SnapshotName.Folder))
            if (SnapshotName.Parse(file) is { } name && groups.Contains(name.Group)) disk.Delete(file);
        disk.SyncFolder(SnapshotName.Folder);
    }

    /// <summary>Deletes what was staged.</summary>
    public void Discard(SnapshotName staged) => disk.Delete(staged.Staged);

    private SnapshotFileWriter Writer(IDiskFile file, GroupId group, SnapshotDescription description) =>
        new(file, group, description, options.SnapshotBlockBytes, options.CompressSnapshots);

    /// <summary>Bytes of the file of a snapshot.</summary>
    public long SizeOf(GroupId group, SnapshotDescription description)
    {
        using var file = disk.Open(new SnapshotName(group, description.Position).Whole);
        return file.Length;
    }

    /// <summary>The content of a snapshot.</summary>
    public Stream Open(GroupId group, SnapshotDescription description)
    {
        var name = new SnapshotName(group, description.Position).Whole;
        var file = disk.Open(name);
        SnapshotBlocks? blocks = null;
        try
        {
            blocks = new SnapshotBlocks(file);
            if (blocks.Group != group || blocks.Description != description)
                throw new InvalidDataException($"it is {blocks.Description} of group {blocks.Group}");
            var reader = new SnapshotFileReader(file, blocks, name);
            return file.Length < ReadAheadFrom ? reader : new ReadAheadStream(reader);
        }
        catch (Exception e)
        {
            blocks?.Dispose();
            file.Dispose();
            if (e is InvalidDataException) throw new InvalidDataException($"{name}: {e.Message}", e);
            throw;
        }
    }
}
