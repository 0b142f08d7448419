namespace Runink.Barn;

/// <summary>
/// The end of the log as the log's worker sees it: the open segment, and the next one once that is prepared. Used by the worker's
/// thread only, but for <see cref="Resume"/> before the first job and <see cref="Dispose"/> after the last.
/// </summary>
internal sealed class SegmentWriter(IDisk disk, long segmentBytes) : IDisposable
{
    private const int ZeroedAhead = 512 << 10;

    private static readonly byte[] Zeros = new byte[ZeroedAhead];

    private IDiskFile? _file;
    private ulong _salt;
    private long _end;
    private long _zeroedEnd;
    private IDiskFile? _prepared;

    /// <summary>Goes on where a recovered segment ends.</summary>
    public void Resume(IDiskFile file, ulong salt, long end) => (_file, _salt, _end) = (file, salt, end);

    /// <summary>Writes a batch and waits until it is durable. Then the mark says so, if it happens to reach the disk.</summary>
    public void Write(LogBatch batch)
    {
        if (batch.Opens is { } header) Begin(header);
        ZeroAhead(_file!, _end + batch.Length);
        _file!.Write(_end, batch.Frame);
        _file.Sync();
        _end += batch.Length;
        _file.Write(_end, batch.Mark);
    }

    /// <summary>Makes the file of the next segment and reserves its room, so that the log finds it when it gets there.</summary>
    public void Prepare(ulong sequence)
    {
        if (_prepared is not null) return;
        var name = SegmentHeader.NameOf(sequence);
        var file = disk.Create(name);
        try
        {
            file.Preallocate(segmentBytes);
            file.Sync();
            disk.SyncFolder(SegmentHeader.Folder);
            _prepared = file;
        }
        catch (DiskFullException)
        {
            file.Dispose();
            disk.Delete(name);
            throw;
        }
    }

    /// <summary>Deletes segments, each before the next, so that none is missing between two that are there.</summary>
    public void Delete(ulong from, ulong before)
    {
        for (var sequence = from; sequence < before; sequence++)
        {
            disk.Delete(SegmentHeader.NameOf(sequence));
            disk.SyncFolder(SegmentHeader.Folder);
        }
    }

    /// <summary>A clean end: the last mark is made durable, which proves the last batch.</summary>
    public void Close() => _file?.Sync();

    public void Dispose()
    {
        _file?.Dispose();
        _prepared?.Dispose();
    }

    /// <summary>
    /// The new segment has its head before the old one says that the log goes on, and both are durable before the first batch:
    /// so a segment without a head never held anything, and one that is announced and missing was lost.
    /// </summary>
    private void Begin(SegmentHeader header)
    {
        Prepare(header.Sequence);
        var next = _prepared!;
        Span<byte> head = stackalloc byte[SegmentHeader.Size];
        header.Write(head);
        next.Write(0, head);
        next.Sync();
        if (_file is { } old)
        {
            WriteSeal(old, _end, _salt, header);
            old.Dispose();
        }

        (_file, _salt, _end, _zeroedEnd, _prepared) = (next, header.Salt, SegmentHeader.Size, 0, null);
    }

    /// <summary>
    /// Where room is only reserved, a sync also waits for the file system to record that it is in use now. So zeros are written
    /// over much of it at once, behind the mark of the batch before. They are synced by themselves: what a crash leaves of zeros
    /// that were not may be anything, and would pass for something that was written behind the next batch.
    /// </summary>
    private void ZeroAhead(IDiskFile file, long end)
    {
        var from = _end + FrameHeader.Size;
        if (end + FrameHeader.Size <= _zeroedEnd || _zeroedEnd == segmentBytes) return;
        _zeroedEnd = Math.Min(end + ZeroedAhead, segmentBytes);
        for (; from < _zeroedEnd; from += ZeroedAhead) file.Write(from, Zeros.AsSpan(0, (int)Math.Min(ZeroedAhead, _zeroedEnd - from)));
        file.Sync();
    }

    /// <summary>Ends a segment: the log goes on in the next one.</summary>
    public static void WriteSeal(IDiskFile file, long end, ulong salt, SegmentHeader next)
    {
        Span<byte> seal = stackalloc byte[FrameHeader.Size];
        new FrameHeader(FrameKind.Seal, next.FirstBatch - 1, 0, next.Chain).Write(seal, salt);
        file.Write(end, seal);
        file.Sync();
    }
}
