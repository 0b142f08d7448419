using Microsoft.Win32.SafeHandles;
using Runink.Pipelines.Diagnostics;

namespace Runink.Execution.Sources.Blocks;

/// <summary>
/// One file being read from front to back. It must look as pinned when it is opened and the same when it ends; both looks
/// go through the handle, so that a rename over the path disturbs nothing.
/// </summary>
internal sealed unsafe class OpenFile : IDisposable
{
    private const int MarkLength = 3;

    // Anything narrower would take a kernel lock that a producer of the file could see.
    private const FileShare NoLock = FileShare.ReadWrite | FileShare.Delete;

    private readonly SourceFile _file;
    private readonly SafeFileHandle _handle;
    private readonly FileStream? _pipe;
    private long _size;
    private readonly DateTime _modified;

    // What was read of a pipe to look for its mark, and is no mark.
    private ReadOnlyMemory<byte> _ahead;

    /// <summary>Opens a file; a byte order mark is skipped when reading begins at 0. Of a pipe it waits for the first bytes.</summary>
    public OpenFile(SourceFile file, long offset)
    {
        _file = file;
        _handle = Guarded(() => File.OpenHandle(file.Path, share: NoLock, options: FileOptions.SequentialScan));
        try
        {
            if (file.IsPipe)
            {
                _size = long.MaxValue / 2;
                var pipe = new FileStream(_handle, FileAccess.Read, bufferSize: 0);
                _pipe = pipe;
                var start = new byte[MarkLength];
                int got = Guarded(() => pipe.ReadAtLeast(start, MarkLength, throwOnEndOfStream: false));
                Position = MarkEnd(start.AsSpan(0, got));
                _ahead = start.AsMemory((int)Position, got - (int)Position);
                return;
            }

            (_size, _modified) = Look();
            bool asPinned = (file.ExpectedSize ?? _size) == _size
                && (file.ExpectedModified?.UtcDateTime ?? _modified) == _modified;
            if (!asPinned) throw ReadErrors.At(ReadErrors.Changed, file, null, $"{file.Name} changed since the run began");
            Position = offset == 0 ? MarkEnd() : Math.Min(offset, _size);
        }
        catch
        {
            _handle.Dispose();
            throw;
        }
    }

    /// <summary>Offset of the next byte to read.</summary>
    public long Position { get; private set; }

    /// <summary>Bytes not read yet.</summary>
    public long Remaining => _size - Position;

    /// <summary>Reads as many bytes as there are, up to <paramref name="wanted"/>.</summary>
    public int Read(byte* into, int wanted)
    {
        wanted = (int)Math.Min(wanted, Remaining);
        for (int done = 0; done < wanted;)
        {
            int rest = wanted - done, at = done;
            int got = Guarded(() => _pipe is { } pipe
                ? ReadAhead(pipe, new Span<byte>(into + at, rest))
                : RandomAccess.Read(_handle, new Span<byte>(into + at, rest), Position));
            if (got == 0) return _file.IsPipe ? EndAt(done) : throw Changed();
            done += got;
            Position += got;
        }

        return wanted;
    }

    /// <summary>Throws if the file is not what it was when it was opened.</summary>
    public void CheckUnchanged()
    {
        if (!_file.IsPipe && Look() != (_size, _modified)) throw Changed();
    }

    public void Dispose()
    {
        _pipe?.Dispose();
        _handle.Dispose();
    }

    private (long Size, DateTime Modified) Look() =>
        Guarded(() => (RandomAccess.GetLength(_handle), File.GetLastWriteTimeUtc(_handle)));

    private int EndAt(int done)
    {
        _size = Position;
        return done;
    }

    private int ReadAhead(FileStream pipe, Span<byte> into)
    {
        if (_ahead.IsEmpty) return pipe.Read(into);
        int got = Math.Min(_ahead.Length, into.Length);
        _ahead.Span[..got].CopyTo(into);
        _ahead = _ahead[got..];
        return got;
    }

    private int MarkEnd()
    {
        var start = new byte[MarkLength];
        int got = Guarded(() => RandomAccess.Read(_handle, start, 0));
        return MarkEnd(start.AsSpan(0, got));
    }

    private int MarkEnd(ReadOnlySpan<byte> start)
    {
        if (start.Length >= 2 && (start[0], start[1]) is (0xFF, 0xFE) or (0xFE, 0xFF))
            throw ReadErrors.At(ReadErrors.Encoding, _file, 1, $"{_file.Name} is UTF-16 text");
        return start.StartsWith("\uFEFF"u8) ? MarkLength : 0;
    }

    private RuninkException Changed() =>
        ReadErrors.At(ReadErrors.Changed, _file, null, $"{_file.Name} changed while it was being read");

    private T Guarded<T>(Func<T> action)
    {
        try
        {
            return action();
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw ReadErrors.At(ReadErrors.Unreadable, _file, null, $"{_file.Name} cannot be read: {error.Message}");
        }
    }
}
