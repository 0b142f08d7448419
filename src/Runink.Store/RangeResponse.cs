namespace Runink.Store;

/// <summary>The entries of a range at one revision.</summary>
/// <param name="Items">The entries, in the order of their keys.</param>
/// <param name="Count">How many entries the range holds, those beyond the limit included.</param>
/// <param name="Revision">
/// The store's newest revision when it answered. A watch from the next one on misses nothing that this answer lacks.
/// </param>
public sealed record RangeResponse(IReadOnlyList<KeyValue> Items, long Count, long Revision)
{
    /// <summary>Whether the limit cut entries off.</summary>
    public bool More => Count > Items.Count;
}
