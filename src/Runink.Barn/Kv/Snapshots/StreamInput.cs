using System.Buffers.Binary;

namespace Runink.Barn;

/// <summary>Reads from a stream what <see cref="KvWriter"/> wrote.</summary>
internal sealed class StreamInput(Stream stream)
{
    private const int PieceBytes = 64 * 1024;
    private readonly byte[] _piece = new byte[PieceBytes];
    private int _at;
    private int _filled;

    public byte Byte()
    {
        if (_at == _filled) Fill();
        return _piece[_at++];
    }

    public ulong Unsigned()
    {
        ulong value = 0;
        for (var shift = 0; shift < 64; shift += 7)
        {
            var b = Byte();
            if (shift == 63 && b > 1) break;
            value |= (ulong)(b & 0x7F) << shift;
            if (b < 0x80) return value;
        }
        throw new KvFormatException("a number is larger than 64 bits");
    }

    public long Signed()
    {
        var value = Unsigned();
        return (long)(value >> 1) ^ -(long)(value & 1);
    }

    /// <summary>A number that is not negative.</summary>
    public long Count() => Unsigned() is var value && value <= long.MaxValue
        ? (long)value
        : throw new KvFormatException("a count is too large");

    public int Length() => Unsigned() is var value && value <= int.MaxValue / 4
        ? (int)value
        : throw new KvFormatException("a length is too large");

    public ReadOnlyMemory<byte> Bytes() => Raw(Length());

    /// <summary>Some bytes in an array of their own, which grows with what is really there.</summary>
    public byte[] Raw(int length)
    {
        var bytes = new byte[Math.Min(length, PieceBytes)];
        for (var read = 0; read < length;)
        {
            if (read == bytes.Length) Array.Resize(ref bytes, (int)Math.Min(length, bytes.Length * 4L));
            if (_at == _filled) Fill();
            var taken = Math.Min(bytes.Length - read, _filled - _at);
            _piece.AsSpan(_at, taken).CopyTo(bytes.AsSpan(read));
            _at += taken;
            read += taken;
        }
        return bytes;
    }

    public UInt128 Wide() => BinaryPrimitives.ReadUInt128LittleEndian(Raw(16));

    private void Fill()
    {
        _at = 0;
        _filled = stream.Read(_piece, 0, _piece.Length);
        if (_filled == 0) throw new EndOfStreamException("the snapshot ends early");
    }
}
