using System.Buffers.Binary;
using Runink.Data.Arrow.Flat;
using Runink.Data.Arrow.Memory;

namespace Runink.Data.Arrow.Ipc;

/// <summary>
/// Reads encapsulated messages, one after the other: first the metadata, then the body, straight into the batch's memory.
/// </summary>
internal sealed class MessageReader(Stream stream, ArrowLimits limits)
{
    private const int FirstPiece = 64 << 20;
    private readonly byte[] _head = new byte[8];
    private byte[] _metadata = new byte[4096];
    private int _length;
    private long _bytes;

    /// <summary>Bytes read so far; other threads may look.</summary>
    internal long BytesRead => Interlocked.Read(ref _bytes);

    /// <summary>What the message carries.</summary>
    internal MessageKind Kind { get; private set; }

    /// <summary>Whether the last read found the mark of the end, and not just no more bytes.</summary>
    internal bool SawEnd { get; private set; }

    internal FlatTable Message => FlatTable.Root(_metadata.AsSpan(0, _length));

    internal FlatTable Header => Message.Table(2, "header");

    /// <summary>Reads the next message's metadata. False at the end: its mark, or no bytes after a message.</summary>
    internal bool TryRead()
    {
        if (!TryReadLength(out var length)) return false;
        if (length < 0 || length > limits.MaxMetadataBytes)
        {
            throw new ArrowFormatException(
                $"a message claims {length} bytes of metadata; the limit is {limits.MaxMetadataBytes}");
        }
        if (_metadata.Length < length) _metadata = new byte[length];
        _length = length;
        Fill(_metadata.AsSpan(0, length), "metadata");
        var message = Message;
        var version = message.Int16(0);
        // Numbered from V1 = 0. V4 and V5 differ in unions only, which are not read.
        if (version is not (3 or 4))
            throw new ArrowFormatException($"a message has the metadata version V{version + 1}; Runink reads V4 and V5");
        Kind = (MessageKind)message.Byte(1);
        return true;
    }

    internal IReadOnlyList<KeyValuePair<string, string>> Notes() => new SchemaReader(limits).Notes(Message.Vector(4, 4));

    /// <summary>Reads the body of the message whose metadata was just read.</summary>
    internal ReadOnlyMemory<byte> ReadBody(BatchMemory memory)
    {
        var length = Message.Int64(3);
        if (length < 0 || length > limits.MaxBodyBytes)
            throw new ArrowFormatException($"a message claims a body of {length} bytes; the limit is {limits.MaxBodyBytes}");
        var total = (int)length;
        // A claim costs nothing: memory grows with what really comes.
        var body = memory.Rent(Math.Min(total, FirstPiece));
        var filled = 0;
        while (true)
        {
            var piece = Math.Min(body.Length, total);
            Fill(body.Span[filled..piece], "body");
            if (piece == total) return body[..total];
            filled = piece;
            var larger = memory.Rent((int)Math.Min(total, piece * 2L));
            body.CopyTo(larger);
            body = larger;
        }
    }

    internal void SkipEmptyBody()
    {
        if (Message.Int64(3) != 0) throw new ArrowFormatException("a schema comes with a body");
    }

    private bool TryReadLength(out int length)
    {
        length = 0;
        SawEnd = false;
        var got = Read(_head.AsSpan(0, 4));
        if (got == 0) return false;
        if (got < 4) throw Short("length of a message");
        length = BinaryPrimitives.ReadInt32LittleEndian(_head);
        const int continuation = -1;
        if (length == continuation)
        {
            Fill(_head.AsSpan(4, 4), "length of a message");
            length = BinaryPrimitives.ReadInt32LittleEndian(_head.AsSpan(4));
        }
        SawEnd = length == 0;
        return !SawEnd;
    }

    private void Fill(Span<byte> target, string what)
    {
        if (Read(target) < target.Length) throw Short(what);
    }

    private int Read(Span<byte> target)
    {
        var got = stream.ReadAtLeast(target, target.Length, throwOnEndOfStream: false);
        Interlocked.Add(ref _bytes, got);
        return got;
    }

    private static ArrowFormatException Short(string what) =>
        new($"the data ends inside the {what}: whoever wrote it stopped half-way") { EndsEarly = true };
}
