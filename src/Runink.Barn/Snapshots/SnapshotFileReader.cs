namespace Runink.Barn;

/// <summary>The content of a snapshot, checked as it is read; it ends only when the whole was found sound.</summary>
internal sealed class SnapshotFileReader(IDiskFile file, SnapshotBlocks blocks, string name) : ForwardReader
{
    private ReadOnlyMemory<byte> _block;

    public override int Read(Span<byte> buffer)
    {
        if (buffer.IsEmpty || (_block.IsEmpty && !Next())) return 0;
        var length = Math.Min(buffer.Length, _block.Length);
        _block.Span[..length].CopyTo(buffer);
        _block = _block[length..];
        return length;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            blocks.Dispose();
            file.Dispose();
        }

        base.Dispose(disposing);
    }

    private bool Next()
    {
        try
        {
            return blocks.Next(out _block, wantsContent: true);
        }
        catch (InvalidDataException e)
        {
            throw new InvalidDataException($"{name}: {e.Message}", e);
        }
    }
}
