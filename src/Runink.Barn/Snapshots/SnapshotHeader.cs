using System.Buffers.Binary;
using Runink.Raft;

namespace Runink.Barn;

/// <summary>The first bytes of a snapshot file: what it stands for. docs/internals/wal.md has the layout.</summary>
internal static class SnapshotHeader
{
    public const uint Version = 1;

    /// <summary>Bytes before the membership.</summary>
    public const int FixedSize = 40;

    /// <summary>Far more than a group has members for.</summary>
    public const int MaxMembershipBytes = 1 << 20;

    private const int ChecksumSize = 8;

    private static ReadOnlySpan<byte> Magic => "RUNISNAP"u8;

    public static byte[] Write(GroupId group, SnapshotDescription description)
    {
        var membership = MembershipCodec.SizeOf(description.Membership);
        var bytes = new byte[FixedSize + membership + ChecksumSize];
        Magic.CopyTo(bytes);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(8), Version);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(12), membership);
        BinaryPrimitives.WriteUInt64LittleEndian(bytes.AsSpan(16), group.Value);
        BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(24), description.Index.Value);
        BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(32), description.Position.Term.Value);
        MembershipCodec.Write(description.Membership, bytes.AsSpan(FixedSize));
        var checksum = Crc32C.Append(0, bytes.AsSpan(0, FixedSize + membership));
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(FixedSize + membership), checksum);
        return bytes;
    }

    /// <summary>How long the header is, by its fixed part.</summary>
    /// <exception cref="InvalidDataException">It is not one.</exception>
    public static int LengthOf(ReadOnlySpan<byte> start)
    {
        if (start.Length < FixedSize || !start.StartsWith(Magic)) throw new InvalidDataException("this is not a snapshot");
        var version = BinaryPrimitives.ReadUInt32LittleEndian(start[8..]);
        if (version != Version)
            throw new InvalidDataException($"the format of the snapshot is {version}, and this program knows {Version} only");
        var membership = BinaryPrimitives.ReadUInt32LittleEndian(start[12..]);
        if (membership > MaxMembershipBytes) throw new InvalidDataException("the head of the snapshot is damaged");
        return FixedSize + (int)membership + ChecksumSize;
    }

    /// <exception cref="InvalidDataException">It is damaged.</exception>
    public static (GroupId Group, SnapshotDescription Description) Read(ReadOnlySpan<byte> bytes, out uint checksum)
    {
        var length = LengthOf(bytes);
        if (bytes.Length < length) throw new InvalidDataException("the snapshot ends within its head");
        var summed = bytes[..(length - ChecksumSize)];
        checksum = Crc32C.Append(0, summed);
        if (BinaryPrimitives.ReadUInt64LittleEndian(bytes[summed.Length..]) != checksum)
            throw new InvalidDataException("the head of the snapshot does not match its checksum");
        var index = BinaryPrimitives.ReadInt64LittleEndian(bytes[24..]);
        var term = BinaryPrimitives.ReadInt64LittleEndian(bytes[32..]);
        if (MembershipCodec.Read(summed[FixedSize..]) is not { } membership || index < 0 || term < 0)
            throw new InvalidDataException("the head of the snapshot is malformed");
        var position = new LogPosition(new LogIndex(index), new Term(term));
        return (new GroupId(BinaryPrimitives.ReadUInt64LittleEndian(bytes[16..])), new SnapshotDescription(position, membership));
    }
}
