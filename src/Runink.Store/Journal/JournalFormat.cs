using System.Buffers.Binary;

namespace Runink.Store.Journal;

/// <summary>What a record of a journal holds. The numbers are part of the format; see docs/internals/formats.md.</summary>
internal enum RecordKind : byte
{
    /// <summary>The first record: what the snapshot is of, and how many records belong to it.</summary>
    Snapshot = 1,

    /// <summary>An entry as it stood at the compacted revision.</summary>
    Entry = 2,

    /// <summary>The changes of one revision.</summary>
    Change = 3,

    /// <summary>A lease was granted.</summary>
    GrantLease = 4,

    /// <summary>A lease lives until a later time.</summary>
    RenewLease = 5,

    /// <summary>A lease ended.</summary>
    EndLease = 6,

    /// <summary>History was forgotten.</summary>
    Compact = 7,
}

/// <summary>The sizes and marks of the journal's format; described in docs/internals/formats.md.</summary>
internal static class JournalFormat
{
    /// <summary>The version of the file that is written; the only one so far.</summary>
    public const uint FileVersion = 1;

    /// <summary>The version of every kind of record that is written; the only one so far.</summary>
    public const byte RecordVersion = 1;

    /// <summary>Magic, version, generation, identity, checksum.</summary>
    public const int FileHeader = 32;

    /// <summary>Payload length, kind, version, two zeros, checksum.</summary>
    public const int RecordHeader = 12;

    /// <summary>Checksum, end mark.</summary>
    public const int RecordTrailer = 8;

    /// <summary>"END\n": a record that was written to its end does not end in zeros.</summary>
    public const uint EndMark = 0x0A444E45;

    /// <summary>The most bytes that one commit can write: what a torn tail can hold at most.</summary>
    public const int LargestCommit = 8 << 20;

    /// <summary>No payload is longer; a longer one in a header is damage.</summary>
    public const int LargestPayload = 1 << 28;

    private static ReadOnlySpan<byte> Magic => "RUNINKJ\n"u8;

    /// <summary>The bytes that begin the file of a generation; the last four are where the chain of checksums starts.</summary>
    public static byte[] Header(GenerationName name)
    {
        var header = new byte[FileHeader];
        Magic.CopyTo(header);
        BinaryPrimitives.WriteUInt32LittleEndian(header.AsSpan(8), FileVersion);
        BinaryPrimitives.WriteInt64LittleEndian(header.AsSpan(12), name.Number);
        BinaryPrimitives.WriteUInt64LittleEndian(header.AsSpan(20), name.Identity);
        BinaryPrimitives.WriteUInt32LittleEndian(header.AsSpan(28), Crc32C.Append(0, header.AsSpan(0, 28)));
        return header;
    }

    /// <summary>Where the chain of checksums starts in a file that begins with these bytes.</summary>
    public static uint ChainStart(ReadOnlySpan<byte> header) => BinaryPrimitives.ReadUInt32LittleEndian(header[28..]);

    /// <summary>Refuses a file that does not begin as the one of this name must.</summary>
    public static void CheckHeader(string path, GenerationName name, ReadOnlySpan<byte> header)
    {
        if (header.Length < FileHeader || !header.StartsWith(Magic))
            throw new StoreDamagedException(path, 0, "it does not begin like a journal");
        if (ChainStart(header) != Crc32C.Append(0, header[..28]))
            throw new StoreDamagedException(path, 0, "the checksum of the file's header is wrong");
        var version = BinaryPrimitives.ReadUInt32LittleEndian(header[8..]);
        if (version != FileVersion) throw Newer(path, $"its format has the version {version}");
        if (!header.SequenceEqual(Header(name)))
            throw new StoreDamagedException(path, 12, "it holds another generation than its name says");
    }

    /// <summary>The failure to say that a file is fine but not known to this version.</summary>
    public static StoreUnavailableException Newer(string path, string what) => new(
        $"{path} was written by a newer version of Runink: {what}", "use that version, or a later one");
}
