namespace Runink.Barn;

/// <summary>
/// When a snapshot is due. Each holds the whole state, so one for every so many entries would cost more and more as the state grows:
/// the log must have grown by about as much as the last one held, or by so much that starting again would take long.
/// </summary>
/// <param name="entries">Entries between two snapshots, at least.</param>
internal sealed class SnapshotPolicy(long entries)
{
    private const long LogBytesMax = 1L << 30;

    private long _entries;
    private long _bytes;
    private long _lastSnapshotBytes;

    /// <summary>Entries of so many bytes were applied.</summary>
    public void Applied(int count, long bytes) => (_entries, _bytes) = (_entries + count, _bytes + bytes);

    /// <summary>Whether a snapshot is due; if so, counting starts anew.</summary>
    public bool TakeDue(long stateBytes)
    {
        if (_entries < entries || _bytes < Math.Min(_lastSnapshotBytes, LogBytesMax)) return false;
        (_entries, _bytes, _lastSnapshotBytes) = (0, 0, stateBytes);
        return true;
    }
}
