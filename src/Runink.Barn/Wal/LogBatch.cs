using Runink.Raft;

namespace Runink.Barn;

/// <summary>
/// Records that are written and synced together, in a buffer that is used again and again. Filled by the owner, then given to the
/// log's worker, and back.
/// </summary>
internal sealed class LogBatch
{
    /// <summary>A bound on the bytes in one batch, and so on what a frame may claim.</summary>
    public const int MaxBytes = 1 << 30;

    private const int KeptBytes = 8 << 20;
    private const int FirstBytes = 64 << 10;

    private byte[] _bytes = new byte[FirstBytes];
    private int _length = FrameHeader.Size;

    /// <summary>The writes that are durable with it, in order.</summary>
    public List<(GroupId Group, WriteId Through)> Completes { get; set; } = [];

    /// <summary>Segments before this one are not needed any more once the batch is durable.</summary>
    public ulong FreesBefore { get; set; }

    /// <summary>The segment that it goes to.</summary>
    public ulong Segment { get; private set; }

    /// <summary>The head of that segment if the batch is the first in it.</summary>
    public SegmentHeader? Opens { get; private set; }

    /// <summary>Bytes of the frame so far.</summary>
    public int Length => _length;

    public bool IsEmpty => _length == FrameHeader.Size;

    /// <summary>The frame, and behind it the mark that is written once the frame is synced; after <see cref="Seal"/>.</summary>
    public ReadOnlySpan<byte> Frame => _bytes.AsSpan(0, _length);

    /// <summary>The mark.</summary>
    public ReadOnlySpan<byte> Mark => _bytes.AsSpan(_length, FrameHeader.Size);

    /// <summary>Starts anew.</summary>
    public void Begin(ulong segment, SegmentHeader? opens)
    {
        if (_bytes.Length > KeptBytes) _bytes = new byte[FirstBytes];
        (Segment, Opens, FreesBefore, _length) = (segment, opens, 0, FrameHeader.Size);
        Completes.Clear();
    }

    /// <summary>Adds a record; returns its payload, to be filled.</summary>
    public Span<byte> Add(RecordType type, GroupId group, LogIndex index, uint count, long payloadLength)
    {
        var header = new RecordHeader(type, group, index, count, (uint)payloadLength);
        var total = header.TotalLength;
        if (_length + total + FrameHeader.Size > MaxBytes)
            throw new InvalidOperationException($"more than {MaxBytes} bytes are to be written at once");
        if (_length + total + FrameHeader.Size > _bytes.Length) Grow(_length + (int)total + FrameHeader.Size);
        var record = _bytes.AsSpan(_length, (int)total);
        _length += (int)total;
        header.Write(record);
        record[(RecordHeader.Size + (int)payloadLength)..].Clear();
        return record.Slice(RecordHeader.Size, (int)payloadLength);
    }

    /// <summary>Writes numbers and checksums; returns the one with which the batch ends.</summary>
    public uint Seal(ulong salt, ulong number, uint chain)
    {
        var records = (uint)(_length - FrameHeader.Size);
        chain = new FrameHeader(FrameKind.Batch, number, records, chain).Write(_bytes, salt);
        for (var at = FrameHeader.Size; at < _length;)
        {
            var total = (int)RecordHeader.Parse(_bytes.AsSpan(at)).TotalLength;
            chain = RecordHeader.Seal(_bytes.AsSpan(at, total), chain);
            at += total;
        }

        new FrameHeader(FrameKind.Mark, number, 0, chain).Write(_bytes.AsSpan(_length), salt);
        return chain;
    }

    private void Grow(int needed) => Array.Resize(ref _bytes, (int)Math.Min(MaxBytes, Math.Max(needed, 2L * _bytes.Length)));
}
