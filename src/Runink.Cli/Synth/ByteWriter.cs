using System.Text;

namespace Runink.Cli.Synth;

/// <summary>Collects UTF-8 bytes and hands them to a stream in large pieces. Not thread-safe.</summary>
internal sealed class ByteWriter(Stream stream)
{
    /// <summary>Most bytes of one cell.</summary>
    public const int CellBytesMax = 32 * 1024;

    private readonly byte[] _buffer = new byte[1 << 20];
    private int _length;
    private long _flushed;

    /// <summary>Bytes written so far.</summary>
    public long Total => _flushed + _length;

    /// <summary>Begins a cell: what is written until the next call stays in reach of <see cref="Since"/>.</summary>
    /// <returns>The place where the cell begins.</returns>
    public int BeginCell()
    {
        if (_buffer.Length - _length < CellBytesMax) Flush();
        return _length;
    }

    /// <summary>The bytes written since <paramref name="start"/>.</summary>
    public ReadOnlySpan<byte> Since(int start) => _buffer.AsSpan(start, _length - start);

    /// <summary>Replaces what was written since <paramref name="start"/>.</summary>
    public void Replace(int start, ReadOnlySpan<byte> bytes)
    {
        _length = start;
        Write(bytes);
    }

    /// <summary>Appends one byte.</summary>
    public void Write(byte value) => _buffer[_length++] = value;

    /// <summary>Appends bytes.</summary>
    public void Write(ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(_buffer.AsSpan(_length));
        _length += bytes.Length;
    }

    /// <summary>Appends text.</summary>
    public void Write(string text) => _length += Encoding.UTF8.GetBytes(text, _buffer.AsSpan(_length));

    /// <summary>Appends a number in decimal, with zeros in front up to <paramref name="digits"/>.</summary>
    public void WriteDigits(ulong value, int digits = 1)
    {
        Span<byte> reversed = stackalloc byte[20];
        var count = 0;
        for (; value > 0; value /= 10) reversed[count++] = (byte)('0' + (value % 10));
        while (count < digits) reversed[count++] = (byte)'0';
        while (count > 0) Write(reversed[--count]);
    }

    /// <summary>Hands everything to the stream.</summary>
    public void Flush()
    {
        stream.Write(_buffer, 0, _length);
        _flushed += _length;
        _length = 0;
    }
}
