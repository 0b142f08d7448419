using System.Buffers.Binary;

namespace Runink.Barn;

/// <summary>The head of a frame of the log; docs/internals/wal.md has the layout.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Number">The number of the batch; of a mark and a seal, of the batch before it.</param>
/// <param name="Length">Bytes of records that follow.</param>
/// <param name="Chain">The checksum with which the batch before ended.</param>
internal readonly record struct FrameHeader(FrameKind Kind, ulong Number, uint Length, uint Chain)
{
    public const int Size = 32;

    private const int ChecksumAt = Size - sizeof(uint);

    /// <summary>Writes it; returns its checksum, from which that of the first record goes on.</summary>
    public uint Write(Span<byte> into, ulong salt)
    {
        BinaryPrimitives.WriteUInt64LittleEndian(into, salt);
        BinaryPrimitives.WriteUInt64LittleEndian(into[8..], Number);
        BinaryPrimitives.WriteUInt32LittleEndian(into[16..], Length);
        BinaryPrimitives.WriteUInt32LittleEndian(into[20..], (uint)Kind);
        BinaryPrimitives.WriteUInt32LittleEndian(into[24..], Chain);
        var checksum = Crc32C.Append(0, into[..ChecksumAt]);
        BinaryPrimitives.WriteUInt32LittleEndian(into[ChecksumAt..], checksum);
        return checksum;
    }

    /// <summary>Reads one, if there is one that is sound and of this segment.</summary>
    public static bool TryRead(ReadOnlySpan<byte> bytes, ulong salt, out FrameHeader frame, out uint checksum)
    {
        (frame, checksum) = (default, 0);
        if (bytes.Length < Size || BinaryPrimitives.ReadUInt64LittleEndian(bytes) != salt) return false;
        checksum = BinaryPrimitives.ReadUInt32LittleEndian(bytes[ChecksumAt..]);
        if (Crc32C.Append(0, bytes[..ChecksumAt]) != checksum) return false;
        frame = new FrameHeader(
            (FrameKind)BinaryPrimitives.ReadUInt32LittleEndian(bytes[20..]),
            BinaryPrimitives.ReadUInt64LittleEndian(bytes[8..]),
            BinaryPrimitives.ReadUInt32LittleEndian(bytes[16..]),
            BinaryPrimitives.ReadUInt32LittleEndian(bytes[24..]));
        return frame.Kind is FrameKind.Batch or FrameKind.Mark or FrameKind.Seal && frame.Length % 8 == 0;
    }
}
