using System.Buffers.Binary;

namespace Runink.Store.Journal;

/// <summary>Takes a record's payload apart. Reading past its end is an <see cref="ArgumentOutOfRangeException"/>.</summary>
internal ref struct PayloadReader(ReadOnlySpan<byte> payload)
{
    private ReadOnlySpan<byte> _rest = payload;

    public byte Byte() => Take(1)[0];

    public uint UInt32() => BinaryPrimitives.ReadUInt32LittleEndian(Take(sizeof(uint)));

    public long Int64() => BinaryPrimitives.ReadInt64LittleEndian(Take(sizeof(long)));

    public ReadOnlyMemory<byte> Bytes() => Take(checked((int)UInt32())).ToArray();

    public void End()
    {
        if (!_rest.IsEmpty) throw new FormatException($"{_rest.Length} bytes too many");
    }

    private ReadOnlySpan<byte> Take(int count)
    {
        var taken = _rest[..count];
        _rest = _rest[count..];
        return taken;
    }
}
