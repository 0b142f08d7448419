namespace Runink.Runs.Files;

/// <summary>
/// Reads lines from a stream without ever holding more than one, and never a longer one than allowed. Not thread-safe.
/// </summary>
internal sealed class BoundedLineReader(Stream stream, int longestLine)
{
    private const int FirstBuffer = 16 << 10;
    private byte[] _buffer = new byte[Math.Min(FirstBuffer, longestLine + 1)];
    private int _start;
    private int _end;
    private bool _ended;

    /// <summary>Whether the line read last ended with a line feed; the last one of a stream that was cut off does not.</summary>
    public bool Terminated { get; private set; }

    /// <summary>The next line without its line feed, valid until the next call; null at the end.</summary>
    /// <exception cref="InvalidDataException">The line is longer than allowed.</exception>
    public async ValueTask<ReadOnlyMemory<byte>?> ReadAsync(CancellationToken cancellation = default)
    {
        var searched = _start;
        while (true)
        {
            var length = _buffer.AsSpan(searched, _end - searched).IndexOf((byte)'\n');
            if (length >= 0) return Take(searched + length, terminated: true);
            if (_ended && _start == _end) return null;
            if (_ended) return Take(_end, terminated: false);
            MakeRoom();
            searched = _end;
            var read = await stream.ReadAsync(_buffer.AsMemory(_end), cancellation);
            _ended = read == 0;
            _end += read;
        }
    }

    private ReadOnlyMemory<byte> Take(int end, bool terminated)
    {
        var line = _buffer.AsMemory(_start, end - _start);
        if (line.Length > longestLine) throw TooLong();
        _start = terminated ? end + 1 : end;
        Terminated = terminated;
        return line;
    }

    private void MakeRoom()
    {
        if (_start > 0)
        {
            _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
            _end -= _start;
            _start = 0;
        }

        if (_end > longestLine) throw TooLong();
        if (_end == _buffer.Length) Array.Resize(ref _buffer, Math.Min(_buffer.Length * 2, longestLine + 1));
    }

    private InvalidDataException TooLong() => new($"a line is longer than {longestLine} bytes");
}
