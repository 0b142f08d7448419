using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Runink.Data.Arrow.Memory;

/// <summary>Bits in bytes, the lowest first, as validity and booleans lie in Arrow and in the engine.</summary>
internal static class BitSpan
{
    internal static int Bytes(long bits) => checked((int)((bits + 7) >> 3));

    internal static bool Get(ReadOnlySpan<byte> bits, int index) => (bits[index >> 3] >> (index & 7) & 1) != 0;

    /// <summary>How many of the first bits are set.</summary>
    internal static int Count(ReadOnlySpan<byte> bits, int length)
    {
        var count = 0;
        var words = MemoryMarshal.Cast<byte, ulong>(bits[..(length >> 3)]);
        foreach (var word in words) count += BitOperations.PopCount(word);
        for (var at = words.Length * 8; at < length >> 3; at++) count += BitOperations.PopCount(bits[at]);
        if ((length & 7) != 0) count += BitOperations.PopCount((uint)bits[length >> 3] & (1u << (length & 7)) - 1);
        return count;
    }

    /// <summary>
    /// Copies bits to another place, eight bytes at a time. Bits before <paramref name="to"/> stay; those behind the last one
    /// in its byte become zero.
    /// </summary>
    internal static void Copy(ReadOnlySpan<byte> source, int from, Span<byte> target, int to, int count)
    {
        while (count > 0)
        {
            var room = 64 - (to & 7);
            var bits = Math.Min(count, Math.Min(room, 64 - (from & 7)));
            var value = Load(source, from >> 3) >> (from & 7) & Mask(bits);
            var at = to >> 3;
            var kept = (to & 7) == 0 ? 0UL : target[at] & Mask(to & 7);
            Store(target, at, kept | value << (to & 7), Bytes((to & 7) + bits));
            (from, to, count) = (from + bits, to + bits, count - bits);
        }
    }

    /// <summary>Sets bits from a place on; those behind the last one in its byte become zero.</summary>
    internal static void Set(Span<byte> target, int to, int count)
    {
        while (count > 0)
        {
            var bits = Math.Min(count, 64 - (to & 7));
            var at = to >> 3;
            var kept = (to & 7) == 0 ? 0UL : target[at] & Mask(to & 7);
            Store(target, at, kept | Mask(bits) << (to & 7), Bytes((to & 7) + bits));
            (to, count) = (to + bits, count - bits);
        }
    }

    /// <summary>One bit for each byte, set when it is not zero. The target has room for whole multiples of two bytes.</summary>
    internal static void Pack(ReadOnlySpan<byte> values, Span<byte> target)
    {
        var at = 0;
        for (; at + 16 <= values.Length; at += 16)
        {
            var isZero = Vector128.Equals(Vector128.Create(values[at..]), Vector128<byte>.Zero);
            BinaryPrimitives.WriteUInt16LittleEndian(target[(at >> 3)..], (ushort)~isZero.ExtractMostSignificantBits());
        }
        if (at == values.Length) return;
        uint rest = 0;
        for (var i = at; i < values.Length; i++) rest |= (values[i] != 0 ? 1u : 0u) << (i - at);
        BinaryPrimitives.WriteUInt16LittleEndian(target[(at >> 3)..], (ushort)rest);
    }

    /// <summary>One byte, zero or one, for each bit.</summary>
    internal static void Unpack(ReadOnlySpan<byte> bits, int from, Span<byte> values)
    {
        var at = 0;
        for (; at + 8 <= values.Length; at += 8)
        {
            var eight = Load(bits, (from + at) >> 3) >> ((from + at) & 7) & 0xFF;
            // Each byte gets the eight bits, keeps its own of them, and becomes one if that is set.
            var own = eight * 0x0101_0101_0101_0101 & 0x8040_2010_0804_0201;
            BinaryPrimitives.WriteUInt64LittleEndian(values[at..], (own + 0x7F7F_7F7F_7F7F_7F7F) >> 7 & 0x0101_0101_0101_0101);
        }
        for (; at < values.Length; at++) values[at] = Get(bits, from + at) ? (byte)1 : (byte)0;
    }

    private static ulong Mask(int bits) => bits == 64 ? ulong.MaxValue : (1UL << bits) - 1;

    private static ulong Load(ReadOnlySpan<byte> bytes, int at)
    {
        if (bytes.Length - at >= 8) return BinaryPrimitives.ReadUInt64LittleEndian(bytes[at..]);
        ulong word = 0;
        for (var i = bytes.Length - 1; i >= at; i--) word = word << 8 | bytes[i];
        return word;
    }

    private static void Store(Span<byte> bytes, int at, ulong word, int count)
    {
        if (count == 8)
        {
            BinaryPrimitives.WriteUInt64LittleEndian(bytes[at..], word);
            return;
        }
        for (var i = 0; i < count; i++) bytes[at + i] = (byte)(word >> (8 * i));
    }
}
