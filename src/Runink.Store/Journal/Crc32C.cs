using System.Buffers.Binary;
using System.Numerics;

namespace Runink.Store.Journal;

/// <summary>The Castagnoli checksum, continued from an earlier one.</summary>
internal static class Crc32C
{
    /// <summary>The checksum of <paramref name="bytes"/> after those that <paramref name="before"/> is the checksum of.</summary>
    public static uint Append(uint before, ReadOnlySpan<byte> bytes)
    {
        var crc = ~before;
        for (; bytes.Length >= sizeof(ulong); bytes = bytes[sizeof(ulong)..])
            crc = BitOperations.Crc32C(crc, BinaryPrimitives.ReadUInt64LittleEndian(bytes));
        foreach (var one in bytes) crc = BitOperations.Crc32C(crc, one);
        return ~crc;
    }
}
