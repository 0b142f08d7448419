using System.Buffers.Binary;
using Runink.Data.Arrow.Flat;
using Runink.Data.Arrow.Memory;

namespace Runink.Data.Arrow.Ipc;

/// <summary>Hands out the buffers of one message's body, in order: checked to lie inside it, and decompressed.</summary>
internal ref struct BodyBuffers
{
    private readonly FlatVector _buffers;
    private readonly ReadOnlyMemory<byte> _body;
    private readonly BatchMemory _memory;
    private readonly bool _isCompressed;
    private long _room;
    private int _next;

    internal BodyBuffers(FlatTable batch, ReadOnlyMemory<byte> body, BatchMemory memory, ArrowLimits limits)
    {
        _buffers = batch.Vector(2, 16);
        _body = body;
        _memory = memory;
        _room = limits.MaxBodyBytes;
        _isCompressed = batch.Has(3);
        if (_isCompressed && batch.Table(3, "compression").Byte(0) != 0)
        {
            throw new ArrowFormatException(
                "the batch is compressed with ZSTD, which Runink does not read; write it uncompressed or with LZ4");
        }
    }

    internal readonly bool IsAtEnd => _next == _buffers.Count;

    internal ReadOnlyMemory<byte> Next(string column)
    {
        if (IsAtEnd) throw new ArrowFormatException($"the batch has no buffer for the column \"{column}\"");
        var (offset, length) = (_buffers.Int64(_next, 0), _buffers.Int64(_next, 8));
        _next++;
        if (offset < 0 || length < 0 || offset > _body.Length || length > _body.Length - offset)
            throw Broken(column, $"({length} bytes from {offset}) lies outside the body of {_body.Length} bytes");
        var buffer = _body.Slice((int)offset, (int)length);
        return _isCompressed && length > 0 ? Decompress(buffer, column) : buffer;
    }

    private ReadOnlyMemory<byte> Decompress(ReadOnlyMemory<byte> buffer, string column)
    {
        if (buffer.Length < 8) throw Broken(column, "is compressed and has no length");
        var length = BinaryPrimitives.ReadInt64LittleEndian(buffer.Span);
        if (length == -1) return buffer[8..];
        if (length < 0 || length > _room)
            throw Broken(column, $"claims to decompress to {length} bytes; {_room} are left of the limit");
        // LZ4 makes at most 255 bytes of one: what claims more is not worth its memory.
        if (length > buffer.Length * 255L)
            throw Broken(column, $"claims to decompress from {buffer.Length} to {length} bytes");
        _room -= length;
        var target = _memory.Rent((int)length)[..(int)length];
        Lz4Frame.Decompress(buffer.Span[8..], target.Span, column);
        return target;
    }

    private static ArrowFormatException Broken(string column, string what) => new($"a buffer of the column \"{column}\" {what}");
}
