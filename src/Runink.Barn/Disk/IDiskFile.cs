namespace Runink.Barn;

/// <summary>An open file of an <see cref="IDisk"/>. Not thread-safe.</summary>
public interface IDiskFile : IDisposable
{
    /// <summary>Bytes in the file.</summary>
    long Length { get; }

    /// <summary>Reads at an offset until the buffer is full or the file ends; returns how much was read.</summary>
    int Read(long offset, Span<byte> into);

    /// <summary>Writes at an offset; the file grows if need be.</summary>
    void Write(long offset, ReadOnlySpan<byte> bytes);

    /// <summary>Reserves room and makes the file this long; what was not written reads as zeros.</summary>
    void Preallocate(long length);

    /// <summary>Cuts the file off, or lengthens it with zeros.</summary>
    void SetLength(long length);

    /// <summary>
    /// Makes everything written so far durable. After it has failed nothing is known about what is on the disk, and the file
    /// must not be trusted again before it was read anew.
    /// </summary>
    void Sync();
}
