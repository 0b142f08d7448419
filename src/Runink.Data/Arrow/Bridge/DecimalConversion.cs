using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace Runink.Data.Arrow.Bridge;

/// <summary>
/// Decimals of any width to the width that the engine stores their precision in. A value with more digits than its type is an
/// error: the engine trusts that there is none.
/// </summary>
internal static class DecimalConversion
{
    internal static int TargetWidth(int precision) => precision switch { <= 4 => 2, <= 9 => 4, <= 18 => 8, _ => 16 };

    internal static ValueConversion From(ArrowType.Decimal type)
    {
        var sourceWidth = type.Width;
        var targetWidth = TargetWidth(type.Precision);
        var end = Power(type.Precision);
        if (sourceWidth == 16 && targetWidth == 8) return (source, target, column) => Narrow(source, target, (long)end, column);
        return (source, target, column) =>
        {
            for (var i = 0; i < target.Length / targetWidth; i++)
            {
                var value = Read(source.Slice(i * sourceWidth, sourceWidth), column);
                if (value >= end || value <= -end) throw Conversions.Outside(column);
                Write(target.Slice(i * targetWidth, targetWidth), value);
            }
        };
    }

    /// <summary>The usual case: 128 bits that fit into 64.</summary>
    private static void Narrow(ReadOnlySpan<byte> source, Span<byte> target, long end, string column)
    {
        var from = MemoryMarshal.Cast<byte, long>(source);
        var to = MemoryMarshal.Cast<byte, long>(target);
        for (var i = 0; i < to.Length; i++)
        {
            var (low, high) = (from[2 * i], from[2 * i + 1]);
            if (high != low >> 63 || low >= end || low <= -end)
                throw Conversions.Outside(column);
            to[i] = low;
        }
    }

    private static Int128 Read(ReadOnlySpan<byte> value, string column)
    {
        switch (value.Length)
        {
            case 4: return BinaryPrimitives.ReadInt32LittleEndian(value);
            case 8: return BinaryPrimitives.ReadInt64LittleEndian(value);
            case 16: return BinaryPrimitives.ReadInt128LittleEndian(value);
        }
        var (low, high) = (BinaryPrimitives.ReadInt128LittleEndian(value), BinaryPrimitives.ReadInt128LittleEndian(value[16..]));
        return high == low >> 127 ? low : throw Conversions.Outside(column);
    }

    private static void Write(Span<byte> target, Int128 value)
    {
        switch (target.Length)
        {
            case 2: BinaryPrimitives.WriteInt16LittleEndian(target, (short)value); break;
            case 4: BinaryPrimitives.WriteInt32LittleEndian(target, (int)value); break;
            case 8: BinaryPrimitives.WriteInt64LittleEndian(target, (long)value); break;
            default: BinaryPrimitives.WriteInt128LittleEndian(target, value); break;
        }
    }

    private static Int128 Power(int digits)
    {
        Int128 power = 1;
        for (var i = 0; i < digits; i++) power *= 10;
        return power;
    }
}
