namespace Runink.Execution.Sources;

/// <summary>Bounds of a read. Memory is at most a block, grown to twice the longest record, and its scratch per reader.</summary>
public sealed record ReadLimits
{
    private const int LargestAllowed = 1 << 30;
    private readonly int _blockBytes = 4 << 20;
    private readonly int _maxRecordBytes = 64 << 20;

    /// <summary>Bytes read at once and handed to a thread; a longer record makes its block grow.</summary>
    public int BlockBytes
    {
        get => _blockBytes;
        init => _blockBytes = Checked(value, nameof(BlockBytes));
    }

    /// <summary>Longest record, bytes without its line end; a longer one ends the read with an error.</summary>
    public int MaxRecordBytes
    {
        get => _maxRecordBytes;
        init => _maxRecordBytes = Checked(value, nameof(MaxRecordBytes));
    }

    private static int Checked(int value, string name)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(value, 1, name);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(value, LargestAllowed, name);
        return value;
    }
}
