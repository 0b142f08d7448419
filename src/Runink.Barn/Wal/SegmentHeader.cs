using System.Buffers.Binary;
using System.Globalization;

namespace Runink.Barn;

/// <summary>The first bytes of a segment of the log; docs/internals/wal.md has the layout.</summary>
/// <param name="Sequence">The number of the segment, which is also its name.</param>
/// <param name="Salt">Stamps every frame in it.</param>
/// <param name="FirstBatch">The number of its first batch.</param>
/// <param name="Chain">The checksum with which the segment before ended; zero in the first.</param>
/// <param name="Room">Bytes that the file had before it was used; it never has fewer.</param>
internal readonly record struct SegmentHeader(ulong Sequence, ulong Salt, ulong FirstBatch, uint Chain, ulong Room)
{
    public const string Folder = "wal";
    public const int Size = 64;
    public const uint Version = 1;

    private const string Suffix = ".log";
    private const int ChecksumAt = Size - sizeof(uint);

    private static ReadOnlySpan<byte> Magic => "RUNIWAL\n"u8;

    public string FileName => NameOf(Sequence);

    public static string NameOf(ulong sequence) => $"{Folder}/{sequence:x16}{Suffix}";

    /// <summary>The number of a segment of that name; null when it is the name of something else.</summary>
    public static ulong? SequenceOf(string name)
    {
        var (from, length) = (Folder.Length + 1, 16);
        if (name.Length != from + length + Suffix.Length) return null;
        var digits = name.AsSpan(from, length);
        return ulong.TryParse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var sequence)
            && name == NameOf(sequence) ? sequence : null;
    }

    public void Write(Span<byte> into)
    {
        into[..Size].Clear();
        Magic.CopyTo(into);
        BinaryPrimitives.WriteUInt32LittleEndian(into[8..], Version);
        BinaryPrimitives.WriteUInt32LittleEndian(into[12..], Chain);
        BinaryPrimitives.WriteUInt64LittleEndian(into[16..], Sequence);
        BinaryPrimitives.WriteUInt64LittleEndian(into[24..], Salt);
        BinaryPrimitives.WriteUInt64LittleEndian(into[32..], FirstBatch);
        BinaryPrimitives.WriteUInt64LittleEndian(into[40..], Room);
        BinaryPrimitives.WriteUInt32LittleEndian(into[ChecksumAt..], Crc32C.Append(0, into[..ChecksumAt]));
    }

    /// <returns>What is wrong with it, or null.</returns>
    public static string? Read(ReadOnlySpan<byte> bytes, out SegmentHeader header)
    {
        header = default;
        if (bytes.Length < Size) return "the file is too short for a header";
        if (!bytes.StartsWith(Magic)) return "this is not a segment of the log";
        var checksum = BinaryPrimitives.ReadUInt32LittleEndian(bytes[ChecksumAt..]);
        if (Crc32C.Append(0, bytes[..ChecksumAt]) != checksum) return "the header of the segment does not match its checksum";
        var version = BinaryPrimitives.ReadUInt32LittleEndian(bytes[8..]);
        if (version != Version) return $"the format of the segment is {version}, and this program knows {Version} only";
        header = new SegmentHeader(
            BinaryPrimitives.ReadUInt64LittleEndian(bytes[16..]),
            BinaryPrimitives.ReadUInt64LittleEndian(bytes[24..]),
            BinaryPrimitives.ReadUInt64LittleEndian(bytes[32..]),
            BinaryPrimitives.ReadUInt32LittleEndian(bytes[12..]),
            BinaryPrimitives.ReadUInt64LittleEndian(bytes[40..]));
        return null;
    }
}
