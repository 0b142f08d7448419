using Runink.Raft;

namespace Runink.Barn;

/// <summary>The part of a snapshot that has arrived, in a file of its own. Used by one job at a time.</summary>
internal sealed class StagedFile : IDisposable
{
    private readonly IDiskFile _file;
    private readonly SnapshotName _name;
    private long _length;

    private StagedFile(IDiskFile file, SnapshotName name, long length) => (_file, _name, _length) = (file, name, length);

    public SnapshotName Name => _name;

    /// <summary>Begins one.</summary>
    public static StagedFile Create(IDisk disk, SnapshotName name)
    {
        disk.Delete(name.Staged);
        var file = disk.Create(name.Staged);
        disk.SyncFolder(SnapshotName.Folder);
        return new StagedFile(file, name, 0);
    }

    /// <summary>
    /// Takes up one that an earlier life of this node left, as far as it is sound: blocks that do not match their checksums were
    /// not on the disk yet.
    /// </summary>
    /// <returns>The part and what it is of; null when not even its head is there.</returns>
    public static (StagedFile Staged, SnapshotDescription Description, long Length)? Recover(IDisk disk, SnapshotName name)
    {
        var file = disk.Open(name.Staged);
        try
        {
            using var blocks = new SnapshotBlocks(file);
            if (blocks.Group == name.Group && blocks.Description.Position == name.Position)
            {
                SkipSound(blocks);
                file.SetLength(blocks.Offset);
                file.Sync();
                return (new StagedFile(file, name, blocks.Offset), blocks.Description, blocks.Offset);
            }
        }
        catch (InvalidDataException)
        {
            // Nothing of it is of use.
        }
        catch
        {
            file.Dispose();
            throw;
        }

        file.Dispose();
        return null;
    }

    /// <summary>Adds a piece and makes it durable.</summary>
    public void Add(StageSnapshotChunk piece)
    {
        if (piece.Offset != _length)
            throw new InvalidOperationException($"{piece} does not follow the {_length} bytes that are staged");
        _file.Write(piece.Offset, piece.Data.Span);
        _file.Sync();
        _length += piece.Data.Length;
    }

    /// <summary>Checks the whole.</summary>
    /// <returns>What is wrong with it, or null.</returns>
    public InvalidDataException? Verify(SnapshotDescription description)
    {
        try
        {
            using var blocks = new SnapshotBlocks(_file);
            if (blocks.Group != _name.Group || blocks.Description != description)
                return new InvalidDataException($"what was received is {blocks.Description} of group {blocks.Group}");
            while (blocks.Next(out _, wantsContent: false))
            {
            }

            return null;
        }
        catch (InvalidDataException e)
        {
            return e;
        }
    }

    public void Dispose() => _file.Dispose();

    private static void SkipSound(SnapshotBlocks blocks)
    {
        try
        {
            while (blocks.Next(out _, wantsContent: false))
            {
            }
        }
        catch (InvalidDataException)
        {
            // The sound part ends here; the rest is fetched again.
        }
    }
}
