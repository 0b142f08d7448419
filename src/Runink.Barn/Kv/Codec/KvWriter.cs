using System.Buffers;
using System.Text;

namespace Runink.Barn;

/// <summary>Writes the primitives of the binary formats of commands and snapshots.</summary>
internal readonly struct KvWriter(IBufferWriter<byte> output)
{
    private const int VarintBytesMax = 10;

    public void Byte(byte value)
    {
        output.GetSpan(1)[0] = value;
        output.Advance(1);
    }

    /// <summary>
    /// A value of an enum that counts from zero. One that does not exist must not get into a log: nothing would read it out again.
    /// </summary>
    /// <exception cref="ArgumentException">There is no such value.</exception>
    public void Enum(int value, int largest)
    {
        if ((uint)value > (uint)largest) throw new ArgumentException($"{value} is more than {largest}", nameof(value));
        Byte((byte)value);
    }

    public void Bool(bool value) => Byte(value ? (byte)1 : (byte)0);

    /// <summary>Seven bits a byte, the lowest first; the high bit says that more follow.</summary>
    public void Unsigned(ulong value)
    {
        var span = output.GetSpan(VarintBytesMax);
        var i = 0;
        for (; value >= 0x80; value >>= 7) span[i++] = (byte)(value | 0x80);
        span[i++] = (byte)value;
        output.Advance(i);
    }

    /// <summary>Small numbers of either sign become small unsigned ones.</summary>
    public void Signed(long value) => Unsigned((ulong)((value << 1) ^ (value >> 63)));

    public void Bytes(ReadOnlySpan<byte> value)
    {
        Unsigned((ulong)value.Length);
        Raw(value);
    }

    public void Raw(ReadOnlySpan<byte> value)
    {
        value.CopyTo(output.GetSpan(Math.Max(value.Length, 1)));
        output.Advance(value.Length);
    }

    public void Text(string value)
    {
        var count = Encoding.UTF8.GetByteCount(value);
        Unsigned((ulong)count);
        Encoding.UTF8.GetBytes(value, output.GetSpan(Math.Max(count, 1)));
        output.Advance(count);
    }

    public void Wide(UInt128 value)
    {
        System.Buffers.Binary.BinaryPrimitives.WriteUInt128LittleEndian(output.GetSpan(16), value);
        output.Advance(16);
    }
}
