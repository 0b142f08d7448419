namespace Runink.Data.Arrow.Bridge;

/// <summary>How far SQL has read a stream. Safe to read at any time.</summary>
public sealed class ArrowFlowProgress
{
    private const long Unknown = -1;
    private long _rows;
    private long _total = Unknown;

    internal ArrowFlowProgress()
    {
    }

    /// <summary>Rows handed to the engine so far.</summary>
    public long Rows => Interlocked.Read(ref _rows);

    /// <summary>Whether every row up to the mark of the end was handed over.</summary>
    public bool IsComplete => Interlocked.Read(ref _total) == Rows;

    internal void Add(int rows) => Interlocked.Add(ref _rows, rows);

    /// <summary>Says that the mark of the end came, behind so many rows.</summary>
    internal void End(long total) => Interlocked.Exchange(ref _total, total);
}
