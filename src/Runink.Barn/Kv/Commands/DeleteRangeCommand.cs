namespace Runink.Barn;

/// <summary>Deletes a key or a range of keys.</summary>
/// <param name="Key">The key, or the first of the range.</param>
/// <param name="RangeEnd">
/// Empty for the one key; a single zero byte for all from the key on; else the first key after the range.
/// </param>
/// <param name="PrevKv">Whether the answer carries what was deleted.</param>
public sealed record DeleteRangeCommand(
    ReadOnlyMemory<byte> Key,
    ReadOnlyMemory<byte> RangeEnd = default,
    bool PrevKv = false) : KvOperation;
