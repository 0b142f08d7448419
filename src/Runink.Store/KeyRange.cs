namespace Runink.Store;

/// <summary>The keys from a first one on, up to but without the end; no end means all that follow.</summary>
/// <param name="Start">First key of the range.</param>
/// <param name="End">First key after the range, or null for no bound.</param>
public readonly record struct KeyRange(StoreKey Start, StoreKey? End)
{
    /// <summary>Every key.</summary>
    public static KeyRange All => new(default, null);

    /// <summary>One key: what follows it directly is the same bytes and a zero.</summary>
    public static KeyRange Single(StoreKey key) => new(key, new StoreKey((byte[])[.. key.Bytes.Span, 0]));

    /// <summary>The keys that begin with <paramref name="prefix"/>.</summary>
    public static KeyRange Prefix(StoreKey prefix)
    {
        var bytes = prefix.Bytes.Span;
        var kept = bytes.Length;
        while (kept > 0 && bytes[kept - 1] == byte.MaxValue) kept--;
        if (kept == 0) return new(prefix, null);
        var end = bytes[..kept].ToArray();
        end[^1]++;
        return new(prefix, new StoreKey(end));
    }

    /// <summary>Whether the range holds a key.</summary>
    public bool Contains(StoreKey key) => key >= Start && (End is not { } end || key < end);

    /// <summary>Whether some key could lie in both ranges.</summary>
    public bool Overlaps(KeyRange other) =>
        (End is not { } end || other.Start < end) && (other.End is not { } otherEnd || Start < otherEnd);
}
