using System.Buffers.Binary;
using System.IO.Compression;
using System.Security.Cryptography;
using Runink.Raft;

namespace Runink.Barn;

/// <summary>
/// Reads a snapshot file block by block and checks each, then the whole. Whatever is in the file, it takes no more memory than
/// the
/// largest block that a writer may make.
/// </summary>
internal sealed class SnapshotBlocks : IDisposable
{
    /// <summary>The largest block of content that is read.</summary>
    public const int MaxBlockBytes = 16 << 20;

    private readonly IDiskFile _file;
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private byte[] _stored = new byte[SnapshotFileWriter.BlockHead + (128 << 10)];
    private byte[] _content = [];
    private uint _chain;
    private ulong _contentBytes;
    private ulong _blocks;

    /// <summary>Reads the head of the file.</summary>
    /// <exception cref="InvalidDataException">It is damaged.</exception>
    public SnapshotBlocks(IDiskFile file)
    {
        _file = file;
        var head = new byte[SnapshotHeader.FixedSize];
        var length = SnapshotHeader.LengthOf(head.AsSpan(0, file.Read(0, head)));
        head = new byte[length];
        (Group, Description) = SnapshotHeader.Read(head.AsSpan(0, file.Read(0, head)), out _chain);
        _hash.AppendData(head);
        Offset = length;
    }

    /// <summary>Whose snapshot it is.</summary>
    public GroupId Group { get; }

    /// <summary>What it stands for.</summary>
    public SnapshotDescription Description { get; }

    /// <summary>Where the next block begins: up to there all is sound.</summary>
    public long Offset { get; private set; }

    /// <summary>Whether the end was read, and with it the whole found sound.</summary>
    public bool IsWhole { get; private set; }

    /// <summary>
    /// Checks the next block and gives its content, good until the next call; empty at the end of the snapshot.
    /// </summary>
    /// <param name="content">Its content, if that is wanted.</param>
    /// <param name="wantsContent">Whether it is; only then is it decompressed.</param>
    /// <exception cref="InvalidDataException">It is damaged, or not all there.</exception>
    public bool Next(out ReadOnlyMemory<byte> content, bool wantsContent)
    {
        content = default;
        if (IsWhole) return false;
        var head = _stored.AsSpan(0, SnapshotFileWriter.BlockHead);
        if (_file.Read(Offset, head) < head.Length) throw Damaged("ends without an end");
        var kind = (BlockKind)BinaryPrimitives.ReadUInt32LittleEndian(head[4..]);
        var stored = BinaryPrimitives.ReadUInt32LittleEndian(head[8..]);
        var length = BinaryPrimitives.ReadUInt32LittleEndian(head[12..]);
        if (!IsPossible(kind, stored, length)) throw Damaged("is damaged");
        if (_stored.Length < head.Length + stored) Array.Resize(ref _stored, head.Length + (int)stored);
        var block = _stored.AsMemory(0, SnapshotFileWriter.BlockHead + (int)stored);
        var body = block[SnapshotFileWriter.BlockHead..];
        if (_file.Read(Offset + SnapshotFileWriter.BlockHead, body.Span) < body.Length) throw Damaged("ends within a block");
        _chain = Crc32C.Append(_chain, block.Span[4..]);
        if (_chain != BinaryPrimitives.ReadUInt32LittleEndian(block.Span)) throw Damaged("does not match its checksum");
        if (kind == BlockKind.End)
        {
            CheckEnd(body.Span, Offset + block.Length);
            return false;
        }

        _hash.AppendData(block.Span);
        _contentBytes += length;
        _blocks++;
        if (wantsContent) content = kind == BlockKind.Raw ? body : Unpack(body, (int)length);
        Offset += block.Length;
        return true;
    }

    public void Dispose() => _hash.Dispose();

    private static bool IsPossible(BlockKind kind, uint stored, uint length) => kind switch
    {
        BlockKind.Raw => stored == length && length is > 0 and <= MaxBlockBytes,
        BlockKind.Deflate => stored > 0 && stored < length && length <= MaxBlockBytes,
        BlockKind.End => stored == SnapshotFileWriter.EndSize && length == 0,
        _ => false,
    };

    private void CheckEnd(ReadOnlySpan<byte> end, long fileLength)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        _hash.GetHashAndReset(hash);
        var isWhole = BinaryPrimitives.ReadUInt64LittleEndian(end) == _contentBytes
            && BinaryPrimitives.ReadUInt64LittleEndian(end[8..]) == _blocks && hash.SequenceEqual(end[16..]);
        if (!isWhole) throw Damaged("does not match the hash of the whole");
        if (_file.Length != fileLength) throw Damaged("goes on behind its end");
        (IsWhole, Offset) = (true, fileLength);
    }

    private ReadOnlyMemory<byte> Unpack(ReadOnlyMemory<byte> packed, int length)
    {
        if (_content.Length < length) _content = new byte[length];
        using var from = new MemoryStream(_stored, SnapshotFileWriter.BlockHead, packed.Length, writable: false);
        using var inflate = new DeflateStream(from, CompressionMode.Decompress);
        var content = _content.AsMemory(0, length);
        if (inflate.ReadAtLeast(content.Span, length, throwOnEndOfStream: false) < length || inflate.ReadByte() >= 0)
            throw Damaged("does not unpack to its length");
        return content;
    }

    private InvalidDataException Damaged(string how) => new($"the snapshot {how} at byte {Offset}");
}
