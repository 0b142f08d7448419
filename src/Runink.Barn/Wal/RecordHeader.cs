using System.Buffers.Binary;
using Runink.Raft;

namespace Runink.Barn;

/// <summary>
/// The head of a record of the log; docs/internals/wal.md has the layout. Head and payload have a checksum each, so that a record
/// whose payload rots still says which entries it held. Both go on from the head's checksum of the record before.
/// </summary>
internal readonly record struct RecordHeader(RecordType Type, GroupId Group, LogIndex Index, uint Count, uint PayloadLength)
{
    public const int Size = 40;

    /// <summary>Bytes of the whole record, with what fills it up to a multiple of eight.</summary>
    public long TotalLength => Size + Padded(PayloadLength);

    /// <summary>Whether it is of entries with indexes that entries can have.</summary>
    public bool HasIndexes => Count > 0 && Index.Value >= 1 && Index.Value <= long.MaxValue - Count;

    /// <summary>The last of the entries.</summary>
    public LogIndex LastIndex => Index + (Count - 1);

    public static long Padded(long length) => (length + 7) & ~7L;

    /// <summary>Writes all but the checksums.</summary>
    public void Write(Span<byte> into)
    {
        BinaryPrimitives.WriteUInt64LittleEndian(into, 0);
        BinaryPrimitives.WriteUInt32LittleEndian(into[8..], PayloadLength);
        BinaryPrimitives.WriteUInt32LittleEndian(into[12..], Count);
        BinaryPrimitives.WriteUInt64LittleEndian(into[16..], (byte)Type);
        BinaryPrimitives.WriteUInt64LittleEndian(into[24..], Group.Value);
        BinaryPrimitives.WriteInt64LittleEndian(into[32..], Index.Value);
    }

    /// <summary>Writes the checksums into a whole record; returns that of the head.</summary>
    public static uint Seal(Span<byte> record, uint chain)
    {
        BinaryPrimitives.WriteUInt32LittleEndian(record[4..], Crc32C.Append(chain, record[Size..]));
        var checksum = Crc32C.Append(chain, record[4..Size]);
        BinaryPrimitives.WriteUInt32LittleEndian(record, checksum);
        return checksum;
    }

    /// <summary>Reads a head from which the chain goes on, if it is sound and the record ends within the bytes.</summary>
    public static bool TryRead(ReadOnlySpan<byte> bytes, ref uint chain, out RecordHeader header)
    {
        header = default;
        if (bytes.Length < Size) return false;
        var checksum = BinaryPrimitives.ReadUInt32LittleEndian(bytes);
        if (Crc32C.Append(chain, bytes[4..Size]) != checksum) return false;
        header = Parse(bytes);
        if (header.TotalLength > bytes.Length) return false;
        chain = checksum;
        return true;
    }

    /// <summary>Whether the payload is what was written, given the chain before the record.</summary>
    public static bool HasSoundPayload(ReadOnlySpan<byte> record, uint chainBefore) =>
        Crc32C.Append(chainBefore, record[Size..]) == BinaryPrimitives.ReadUInt32LittleEndian(record[4..]);

    /// <summary>Reads a head without a look at its checksum.</summary>
    public static RecordHeader Parse(ReadOnlySpan<byte> bytes) => new(
        (RecordType)Math.Min(BinaryPrimitives.ReadUInt64LittleEndian(bytes[16..]), byte.MaxValue),
        new GroupId(BinaryPrimitives.ReadUInt64LittleEndian(bytes[24..])),
        new LogIndex(BinaryPrimitives.ReadInt64LittleEndian(bytes[32..])),
        BinaryPrimitives.ReadUInt32LittleEndian(bytes[12..]),
        BinaryPrimitives.ReadUInt32LittleEndian(bytes[8..]));
}
