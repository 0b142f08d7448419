namespace Runink.Barn;

/// <summary>A stream that is written once, from its beginning to its end.</summary>
internal abstract class ForwardWriter : Stream
{
    public sealed override bool CanRead => false;

    public sealed override bool CanSeek => false;

    public sealed override bool CanWrite => true;

    public sealed override long Length => throw OnlyForward();

    public sealed override long Position { get => throw OnlyForward(); set => throw OnlyForward(); }

    public abstract override void Write(ReadOnlySpan<byte> buffer);

    public sealed override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    /// <summary>Nothing: whoever writes says when it is complete.</summary>
    public sealed override void Flush()
    {
    }

    public sealed override int Read(byte[] buffer, int offset, int count) => throw OnlyForward();

    public sealed override long Seek(long offset, SeekOrigin origin) => throw OnlyForward();

    public sealed override void SetLength(long value) => throw OnlyForward();

    private static NotSupportedException OnlyForward() => new("the stream is only written, and only forward");
}
