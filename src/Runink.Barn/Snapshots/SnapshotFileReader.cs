namespace Runink.Barn;

/// <summary>The content of a snapshot, checked as it is read; it ends only when the whole was found sound.</summary>
internal sealed class SnapshotFileReader(IDiskFile file, SnapshotBlocks blocks, string name) : Stream
{
    private ReadOnlyMemory<byte> _block;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override int Read(Span<byte> buffer)
    {
        if (buffer.IsEmpty || (_block.IsEmpty && !Next())) return 0;
        var length = Math.Min(buffer.Length, _block.Length);
        _block.Span[..length].CopyTo(buffer);
        _block = _block[length..];
        return length;
    }

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

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
