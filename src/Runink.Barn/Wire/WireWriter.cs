using System.Buffers;
using System.Buffers.Binary;
using System.Numerics;

namespace Runink.Barn;

/// <summary>Measures and writes the fields of a protobuf message. Values that are the default of their type are left out.</summary>
internal ref struct WireWriter
{
    private readonly IBufferWriter<byte> _output;
    private Span<byte> _span;
    private int _used;

    /// <param name="output">Where the message goes; nothing is certain to be there before <see cref="Finish"/>.</param>
    public WireWriter(IBufferWriter<byte> output)
    {
        _output = output;
        _span = output.GetSpan(MinimumSpan);
    }

    private const int MinimumSpan = 64;

    private const int MaxNumberField = 12;

    /// <summary>The bytes of a number by itself.</summary>
    public static int SizeOf(ulong value) => (70 - BitOperations.LeadingZeroCount(value | 1)) / 7;

    /// <summary>The bytes of a field that holds a number; field numbers up to 15.</summary>
    public static int SizeOfField(long value) => value == 0 ? 0 : 1 + SizeOf((ulong)value);

    /// <summary>The bytes of a field that holds bytes; field numbers up to 15.</summary>
    public static int SizeOfBytes(int length) => length == 0 ? 0 : SizeOfMessage(length);

    /// <summary>The bytes of a field that holds a message, which is there even when it is empty; field numbers up to 15.</summary>
    public static int SizeOfMessage(int length) => 1 + SizeOf((ulong)length) + length;

    public void Number(int field, long value)
    {
        if (value == 0) return;
        Reserve(MaxNumberField);
        _span[_used++] = (byte)(field << 3);
        Varint((ulong)value);
    }

    /// <summary>A number in eight bytes, also when it is zero.</summary>
    public void Fixed(int field, ulong value)
    {
        Reserve(MaxNumberField);
        _span[_used++] = (byte)(field << 3 | 1);
        BinaryPrimitives.WriteUInt64LittleEndian(_span[_used..], value);
        _used += sizeof(ulong);
    }

    public void Bytes(int field, ReadOnlySpan<byte> bytes)
    {
        if (bytes.IsEmpty) return;
        Message(field, bytes.Length);
        while (!bytes.IsEmpty)
        {
            if (_used == _span.Length) Reserve(1);
            var part = Math.Min(bytes.Length, _span.Length - _used);
            bytes[..part].CopyTo(_span[_used..]);
            _used += part;
            bytes = bytes[part..];
        }
    }

    /// <summary>The head of a field whose message of this length is written next.</summary>
    public void Message(int field, int length)
    {
        Reserve(MaxNumberField);
        _span[_used++] = (byte)(field << 3 | 2);
        Varint((ulong)length);
    }

    public void Finish() => _output.Advance(_used);

    private void Varint(ulong value)
    {
        while (value >= 0x80)
        {
            _span[_used++] = (byte)(value | 0x80);
            value >>= 7;
        }

        _span[_used++] = (byte)value;
    }

    private void Reserve(int bytes)
    {
        if (_span.Length - _used >= bytes) return;
        _output.Advance(_used);
        _used = 0;
        _span = _output.GetSpan(Math.Max(bytes, MinimumSpan));
    }
}
