namespace Runink.Barn;

/// <summary>
/// Reads a key or a range of keys. It is answered by a view of the state, inside a transaction, or, when proposed by itself,
/// in the order of the log.
/// </summary>
/// <param name="Key">The key, or the first of the range.</param>
/// <param name="RangeEnd">
/// Empty for the one key; a single zero byte for all from the key on; else the first key after the range.
/// </param>
public sealed record RangeQuery(ReadOnlyMemory<byte> Key, ReadOnlyMemory<byte> RangeEnd = default) : KvOperation
{
    /// <summary>The revision to read at; zero or less for the newest.</summary>
    public long Revision { get; init; }

    /// <summary>The most pairs to answer; zero or less for all.</summary>
    public long Limit { get; init; }

    /// <summary>The order of the answer.</summary>
    public KvSortOrder SortOrder { get; init; }

    /// <summary>What the answer is ordered by; any but the key orders ascending when no order is given.</summary>
    public KvSortTarget SortTarget { get; init; }

    /// <summary>Whether values are left out.</summary>
    public bool KeysOnly { get; init; }

    /// <summary>Whether only the number of keys is answered.</summary>
    public bool CountOnly { get; init; }

    /// <summary>Leaves out what was last changed earlier; 0 for no bound.</summary>
    public long MinModRevision { get; init; }

    /// <summary>Leaves out what was last changed later; 0 for no bound.</summary>
    public long MaxModRevision { get; init; }

    /// <summary>Leaves out what was created earlier; 0 for no bound.</summary>
    public long MinCreateRevision { get; init; }

    /// <summary>Leaves out what was created later; 0 for no bound.</summary>
    public long MaxCreateRevision { get; init; }

    internal bool IsFiltered =>
        MinModRevision != 0 || MaxModRevision != 0 || MinCreateRevision != 0 || MaxCreateRevision != 0;
}
