using System.Buffers.Binary;

namespace Runink.Barn;

/// <summary>
/// Hashes of what the state consists of. They tell replicas apart that differ by accident, not by malice, and are the same in
/// every process and on every machine. Sums of them do not depend on an order.
/// </summary>
internal static class VersionHash
{
    private const ulong First = 0x9E3779B97F4A7C15;
    private const ulong Second = 0xC2B2AE3D27D4EB4F;
    private const ulong Third = 0x165667B19E3779F9;

    /// <summary>The hash of a version: its key, its value and where it stands in the history of the key.</summary>
    public static UInt128 Of(KeyVersion version)
    {
        var digest = version.Digest;
        var place = Fold((ulong)version.ModRevision ^ First, (ulong)version.CreateRevision ^ Second)
            ^ Fold((ulong)version.Version ^ Third, (ulong)version.Lease ^ First);
        return new(Fold(digest ^ First, place ^ Second), Fold(digest ^ Third, place ^ First));
    }

    /// <summary>The digest of some bytes.</summary>
    public static ulong Digest(ReadOnlySpan<byte> bytes, ulong seed = 0)
    {
        var hash = seed ^ Fold((ulong)bytes.Length ^ First, Second);
        for (; bytes.Length >= 16; bytes = bytes[16..])
        {
            hash = Fold(
                BinaryPrimitives.ReadUInt64LittleEndian(bytes) ^ hash ^ First,
                BinaryPrimitives.ReadUInt64LittleEndian(bytes[8..]) ^ Second);
        }
        if (bytes.Length == 0) return hash;
        Span<byte> rest = stackalloc byte[16];
        rest.Clear();
        bytes.CopyTo(rest);
        return Fold(
            BinaryPrimitives.ReadUInt64LittleEndian(rest) ^ hash ^ Third,
            BinaryPrimitives.ReadUInt64LittleEndian(rest[8..]) ^ First);
    }

    /// <summary>The hash of a few numbers that belong together.</summary>
    public static UInt128 Of(ulong kind, ulong first, ulong second = 0, ulong third = 0)
    {
        var low = Fold(first ^ First ^ kind, second ^ Second);
        var high = Fold(third ^ Third, low ^ kind ^ First);
        return new(Fold(low ^ Second, high ^ Third), Fold(high ^ First, low ^ Third));
    }

    private static ulong Fold(ulong left, ulong right)
    {
        var high = Math.BigMul(left, right, out var low);
        return (high ^ low) + left + (right << 1);
    }
}
