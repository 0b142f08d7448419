using System.Text;

namespace Runink.Rpc;

/// <summary>The primitives of a block: integers and strings (RFC 7541, section 5).</summary>
internal ref struct HpackReader(ReadOnlySpan<byte> block)
{
    private const int LargestInteger = 1 << 28;
    private const int LastShift = 28;

    private ReadOnlySpan<byte> _rest = block;

    public readonly bool IsAtEnd => _rest.IsEmpty;

    /// <summary>The next byte, which tells of what kind the field is; there must be one.</summary>
    public readonly byte Kind => _rest[0];

    /// <param name="prefix">How many bits of the first byte belong to it.</param>
    public int ReadInteger(int prefix)
    {
        var full = (1 << prefix) - 1;
        long value = Take() & full;
        if (value < full) return (int)value;
        for (var shift = 0; shift <= LastShift; shift += 7)
        {
            var next = Take();
            value += (long)(next & 0x7F) << shift;
            if (next >= 0x80) continue;
            return value <= LargestInteger ? (int)value : throw new HpackException("an integer is too large");
        }

        throw new HpackException("an integer is too long");
    }

    public string ReadString()
    {
        if (_rest.IsEmpty) throw Truncated();
        var isHuffman = _rest[0] >= 0x80;
        var length = ReadInteger(7);
        if (length > _rest.Length) throw Truncated();
        var bytes = _rest[..length];
        _rest = _rest[length..];
        return isHuffman ? HpackHuffman.Decode(bytes) : Encoding.Latin1.GetString(bytes);
    }

    private byte Take()
    {
        if (_rest.IsEmpty) throw Truncated();
        var next = _rest[0];
        _rest = _rest[1..];
        return next;
    }

    private static HpackException Truncated() => new("the block ends within a field");
}
