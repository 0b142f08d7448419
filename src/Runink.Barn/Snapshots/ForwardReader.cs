namespace Runink.Barn;

/// <summary>A stream that is read once, from its beginning to its end, and whose length nobody knows before.</summary>
internal abstract class ForwardReader : Stream
{
    public sealed override bool CanRead => true;

    public sealed override bool CanSeek => false;

    public sealed override bool CanWrite => false;

    public sealed override long Length => throw OnlyForward();

    public sealed override long Position { get => throw OnlyForward(); set => throw OnlyForward(); }

    public abstract override int Read(Span<byte> buffer);

    public sealed override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public sealed override void Flush()
    {
    }

    public sealed override long Seek(long offset, SeekOrigin origin) => throw OnlyForward();

    public sealed override void SetLength(long value) => throw OnlyForward();

    public sealed override void Write(byte[] buffer, int offset, int count) => throw OnlyForward();

    private static NotSupportedException OnlyForward() => new("the stream is only read, and only forward");
}
