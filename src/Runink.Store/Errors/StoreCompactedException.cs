namespace Runink.Store;

/// <summary>A revision was asked for that the store has forgotten.</summary>
public sealed class StoreCompactedException(long requested, long compactRevision) : StoreException(
    $"revision {requested} is compacted away; the store was compacted at revision {compactRevision}",
    "read the newest state again, and watch from its revision plus one")
{
    /// <summary>The revision asked for.</summary>
    public long Requested { get; } = requested;

    /// <summary>The oldest revision that can be read; watches start after it.</summary>
    public long CompactRevision { get; } = compactRevision;
}
