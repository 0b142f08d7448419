using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Runink.Execution.Sources.Blocks;

/// <summary>Looks at 64 bytes at once: bit i of a mask stands for byte i.</summary>
internal static unsafe class ByteMask
{
    /// <summary>Bytes that a mask covers.</summary>
    public const int Width = 64;

    /// <summary>The bytes equal to a value.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Equal(byte* at, byte value)
    {
        if (Vector512.IsHardwareAccelerated)
            return Vector512.Equals(Vector512.Load(at), Vector512.Create(value)).ExtractMostSignificantBits();
        var wanted = Vector256.Create(value);
        uint low = Vector256.Equals(Vector256.Load(at), wanted).ExtractMostSignificantBits();
        uint high = Vector256.Equals(Vector256.Load(at + 32), wanted).ExtractMostSignificantBits();
        return ((ulong)high << 32) | low;
    }

    /// <summary>The bytes equal to a value once bit 5 is set, which maps <c>[</c> to <c>{</c> and <c>]</c> to <c>}</c>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong EqualWithBit5(byte* at, byte value)
    {
        if (Vector512.IsHardwareAccelerated)
        {
            var folded = Vector512.Load(at) | Vector512.Create((byte)0x20);
            return Vector512.Equals(folded, Vector512.Create(value)).ExtractMostSignificantBits();
        }

        var wanted = Vector256.Create(value);
        var bit = Vector256.Create((byte)0x20);
        uint low = Vector256.Equals(Vector256.Load(at) | bit, wanted).ExtractMostSignificantBits();
        uint high = Vector256.Equals(Vector256.Load(at + 32) | bit, wanted).ExtractMostSignificantBits();
        return ((ulong)high << 32) | low;
    }

    /// <summary>Bit i of the result is the parity of bits 0 to i: turns marks of begin and end into the ranges between.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong PrefixXor(ulong bits)
    {
        bits ^= bits << 1;
        bits ^= bits << 2;
        bits ^= bits << 4;
        bits ^= bits << 8;
        bits ^= bits << 16;
        return bits ^ (bits << 32);
    }
}
