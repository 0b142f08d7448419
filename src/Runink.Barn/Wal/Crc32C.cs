using System.Buffers.Binary;
using System.Numerics;

namespace Runink.Barn;

/// <summary>The Castagnoli checksum, by the processor's own instruction where it has one.</summary>
internal static class Crc32C
{
    /// <summary>The checksum of bytes that follow those which <paramref name="before"/> is the checksum of.</summary>
    public static uint Append(uint before, ReadOnlySpan<byte> bytes)
    {
        var crc = ~before;
        var words = bytes.Length & ~(sizeof(ulong) - 1);
        for (var i = 0; i < words; i += sizeof(ulong))
            crc = BitOperations.Crc32C(crc, BinaryPrimitives.ReadUInt64LittleEndian(bytes[i..]));
        for (var i = words; i < bytes.Length; i++) crc = BitOperations.Crc32C(crc, bytes[i]);
        return ~crc;
    }
}
