namespace Runink.Barn;

/// <summary>
/// A key as it was from one change of it to the next: a value, or a tombstone when the change was a delete. Safe to read by any
/// thread; key and value lie in one array, which may be the entry that brought them.
/// </summary>
public sealed class KeyVersion : TreeItem
{
    private readonly int _valueOffset;
    private readonly int _valueLength;
    private KeyVersion? _older;

    internal KeyVersion(byte[] data, int keyOffset, int keyLength, int valueOffset, int valueLength)
        : base(data, keyOffset, keyLength)
    {
        _valueOffset = valueOffset;
        _valueLength = valueLength;
    }

    /// <summary>The value; empty for a tombstone.</summary>
    public ReadOnlyMemory<byte> Value => new(Data, _valueOffset, _valueLength);

    /// <summary>The revision of this change.</summary>
    public long ModRevision { get; internal init; }

    /// <summary>The revision at which the key was created; 0 for a tombstone.</summary>
    public long CreateRevision { get; internal init; }

    /// <summary>The number of puts since the key was created, this one included; 0 for a tombstone.</summary>
    public long Version { get; internal init; }

    /// <summary>The lease that the key is attached to, or 0.</summary>
    public long Lease { get; internal init; }

    /// <summary>Whether this change was a delete.</summary>
    public bool IsTombstone => Version == 0;

    /// <summary>Whether this change created the key.</summary>
    public bool IsCreate => Version == 1;

    internal ReadOnlySpan<byte> ValueSpan => new(Data, _valueOffset, _valueLength);

    internal int ValueLength => _valueLength;

    /// <summary>What the key was before; the sweep cuts it off once nobody may ask for it.</summary>
    internal KeyVersion? Older
    {
        get => Volatile.Read(ref _older);
        set => Volatile.Write(ref _older, value);
    }
}
