namespace Runink.Execution.Sources;

/// <summary>
/// How far a <see cref="RecordSource"/> has been read. Records are counted twice, by different code: when blocks are cut
/// and when records are delivered, so that equal counts prove that each was delivered once. Safe to read at any time.
/// </summary>
public sealed class SourceProgress
{
    private long _bytesRead;
    private long _recordsFound;
    private long _recordsDelivered;
    private int _ended;

    internal SourceProgress(long bytesTotal) => BytesTotal = bytesTotal;

    /// <summary>Bytes of all files when the source was opened.</summary>
    public long BytesTotal { get; }

    /// <summary>Bytes read so far, headers included.</summary>
    public long BytesRead => Interlocked.Read(ref _bytesRead);

    /// <summary>Records found in the blocks cut so far.</summary>
    public long RecordsFound => Interlocked.Read(ref _recordsFound);

    /// <summary>Records delivered in batches so far.</summary>
    public long RecordsDelivered => Interlocked.Read(ref _recordsDelivered);

    /// <summary>Whether every file was read to its end, found unchanged, and every record of it was delivered.</summary>
    public bool FullyConsumed => Volatile.Read(ref _ended) == 1 && RecordsDelivered == RecordsFound;

    internal void AddBytes(long count) => Interlocked.Add(ref _bytesRead, count);

    internal void AddFound(long count) => Interlocked.Add(ref _recordsFound, count);

    internal void AddDelivered(long count) => Interlocked.Add(ref _recordsDelivered, count);

    internal void End() => Volatile.Write(ref _ended, 1);
}
