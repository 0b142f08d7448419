namespace Runink.Barn;

/// <summary>Gives a key a value.</summary>
/// <param name="Key">The key; not empty.</param>
/// <param name="Value">The value; empty when <paramref name="IgnoreValue"/>.</param>
/// <param name="Lease">The lease that the key is attached to, or 0 for none; 0 when <paramref name="IgnoreLease"/>.</param>
/// <param name="PrevKv">Whether the answer carries what the key was before.</param>
/// <param name="IgnoreValue">Whether the value stays as it is; the key must exist.</param>
/// <param name="IgnoreLease">Whether the lease stays as it is; the key must exist.</param>
public sealed record PutCommand(
    ReadOnlyMemory<byte> Key,
    ReadOnlyMemory<byte> Value,
    long Lease = 0,
    bool PrevKv = false,
    bool IgnoreValue = false,
    bool IgnoreLease = false) : KvOperation;
