using System.Buffers.Binary;
using System.IO.Compression;
using System.Security.Cryptography;
using Runink.Raft;

namespace Runink.Barn;

/// <summary>
/// Turns the content that is written to it into a snapshot file: blocks with checksums, compressed where that pays.
/// </summary>
internal sealed class SnapshotFileWriter : ForwardWriter
{
    /// <summary>Bytes before the content of a block.</summary>
    public const int BlockHead = 16;

    /// <summary>Bytes of the last block without its head.</summary>
    public const int EndSize = 48;

    private const int MostSkipped = 64;

    // The log shares the disk: each of its syncs waits for the one of a snapshot that is under way, so those are short.
    private const int SyncBytes = 1 << 20;

    private readonly IDiskFile _file;
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly byte[] _block;
    private readonly byte[] _packed;
    private readonly bool _compress;
    private int _filled;
    private long _offset;
    private long _synced;
    private ulong _contentBytes;
    private ulong _blocks;
    private uint _chain;
    private int _skip;
    private int _nextSkip = 1;

    /// <summary>Writes the head of the file.</summary>
    public SnapshotFileWriter(IDiskFile file, GroupId group, SnapshotDescription description, int blockBytes, bool compress)
    {
        (_file, _compress) = (file, compress);
        (_block, _packed) = (new byte[BlockHead + blockBytes], new byte[BlockHead + blockBytes]);
        var head = SnapshotHeader.Write(group, description);
        _chain = BinaryPrimitives.ReadUInt32LittleEndian(head.AsSpan(head.Length - 8));
        Put(head);
    }

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        while (!buffer.IsEmpty)
        {
            var length = Math.Min(buffer.Length, _block.Length - BlockHead - _filled);
            buffer[..length].CopyTo(_block.AsSpan(BlockHead + _filled));
            buffer = buffer[length..];
            _filled += length;
            if (BlockHead + _filled == _block.Length) EndBlock();
        }
    }

    /// <summary>Writes what remains, and the end; the file is not synced.</summary>
    public void Complete()
    {
        if (_filled > 0) EndBlock();
        Span<byte> end = stackalloc byte[BlockHead + EndSize];
        BinaryPrimitives.WriteUInt64LittleEndian(end[BlockHead..], _contentBytes);
        BinaryPrimitives.WriteUInt64LittleEndian(end[(BlockHead + 8)..], _blocks);
        _hash.GetHashAndReset(end[(BlockHead + 16)..]);
        SealBlock(end, BlockKind.End, 0);
        _file.Write(_offset, end);
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing) _hash.Dispose();
        base.Dispose(disposing);
    }

    private void EndBlock()
    {
        var content = _block.AsSpan(BlockHead, _filled);
        var packed = Pack(content);
        var block = packed > 0 ? _packed.AsSpan(0, BlockHead + packed) : _block.AsSpan(0, BlockHead + _filled);
        SealBlock(block, packed > 0 ? BlockKind.Deflate : BlockKind.Raw, _filled);
        Put(block);
        _contentBytes += (ulong)_filled;
        _blocks++;
        _filled = 0;
    }

    /// <summary>
    /// Compresses a block. After one that did not get smaller by a tenth, fewer and fewer are tried: most content is of one sort.
    /// </summary>
    /// <returns>Its length now, or zero when it is to be stored as it is.</returns>
    private int Pack(ReadOnlySpan<byte> content)
    {
        if (!_compress) return 0;
        if (_skip > 0)
        {
            _skip--;
            return 0;
        }

        // Just less than what would pay fits; what does not fit does not pay.
        using var into = new MemoryStream(_packed, BlockHead, content.Length - (content.Length / 10), writable: true);
        try
        {
            using (var deflate = new DeflateStream(into, CompressionLevel.Fastest, leaveOpen: true)) deflate.Write(content);
            _nextSkip = 1;
            return (int)into.Position;
        }
        catch (NotSupportedException)
        {
            (_skip, _nextSkip) = (_nextSkip, Math.Min(MostSkipped, _nextSkip * 2));
            return 0;
        }
    }

    private void SealBlock(Span<byte> block, BlockKind kind, int contentLength)
    {
        BinaryPrimitives.WriteUInt32LittleEndian(block[4..], (uint)kind);
        BinaryPrimitives.WriteInt32LittleEndian(block[8..], block.Length - BlockHead);
        BinaryPrimitives.WriteInt32LittleEndian(block[12..], contentLength);
        _chain = Crc32C.Append(_chain, block[4..]);
        BinaryPrimitives.WriteUInt32LittleEndian(block, _chain);
    }

    private void Put(ReadOnlySpan<byte> bytes)
    {
        _file.Write(_offset, bytes);
        _hash.AppendData(bytes);
        _offset += bytes.Length;
        if (_offset - _synced < SyncBytes) return;
        _file.Sync();
        _synced = _offset;
    }
}
