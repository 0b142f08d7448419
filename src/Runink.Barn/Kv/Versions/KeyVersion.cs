using System.Runtime.InteropServices;

namespace Runink.Barn;

/// <summary>
/// A key as it was from one change of it to the next: a value, or a tombstone when the change was a delete. Safe to read by any
/// thread; key and value lie in one array, which may be the entry that brought them, or a <see cref="ByteSlab"/>.
/// </summary>
public sealed class KeyVersion : TreeItem
{
    /// <summary>How many bytes beside key and value an array may hold to be kept instead of copied.</summary>
    private const int WasteBytesMax = 64;

    private readonly int _valueOffset;
    private KeyVersion? _older;

    private KeyVersion(byte[] data, int keyOffset, int keyLength, int valueOffset, int valueLength)
        : base(data, keyOffset, keyLength)
    {
        _valueOffset = valueOffset;
        ValueLength = valueLength;
        Digest = VersionHash.Digest(ValueSpan, VersionHash.Digest(KeySpan));
    }

    /// <summary>The value; empty for a tombstone.</summary>
    public ReadOnlyMemory<byte> Value => new(Data, _valueOffset, ValueLength);

    /// <summary>The revision of this change.</summary>
    public long ModRevision { get; private init; }

    /// <summary>The revision at which the key was created; 0 for a tombstone.</summary>
    public long CreateRevision { get; private init; }

    /// <summary>The number of puts since the key was created, this one included; 0 for a tombstone.</summary>
    public long Version { get; private init; }

    /// <summary>The lease that the key is attached to, or 0.</summary>
    public long Lease { get; private init; }

    /// <summary>Whether this change was a delete.</summary>
    public bool IsTombstone => Version == 0;

    /// <summary>Whether this change created the key.</summary>
    public bool IsCreate => Version == 1;

    internal ulong Digest { get; }

    internal ReadOnlySpan<byte> ValueSpan => new(Data, _valueOffset, ValueLength);

    internal int ValueLength { get; }

    /// <summary>Whether its bytes lie where those of many others do, all of which stay as long as it does.</summary>
    internal bool IsInSlab => ByteSlab.Is(Data);

    /// <summary>Whether there is a newer version of the key: most have one, and need not be sought by the sweep. The owner's.</summary>
    internal bool IsSuperseded { get; set; }

    /// <summary>What the key was before; the sweep cuts it off once nobody may ask for it.</summary>
    internal KeyVersion? Older
    {
        get => Volatile.Read(ref _older);
        set => Volatile.Write(ref _older, value);
    }

    /// <summary>What a key is after a put. The bytes are kept when their array holds little else, and copied otherwise.</summary>
    internal static KeyVersion Put(
        ReadOnlyMemory<byte> key, ReadOnlyMemory<byte> value, long modRevision, long createRevision, long version, long lease)
    {
        if (!MemoryMarshal.TryGetArray(key, out var keys) || !MemoryMarshal.TryGetArray(value, out var values)
            || keys.Array != values.Array || !MayKeep(keys.Array!, keys.Count + values.Count))
        {
            var data = new ArraySegment<byte>([.. key.Span, .. value.Span]);
            (keys, values) = (data[..key.Length], data[key.Length..]);
        }
        return new(keys.Array!, keys.Offset, keys.Count, values.Offset, values.Count)
        {
            ModRevision = modRevision,
            CreateRevision = createRevision,
            Version = version,
            Lease = lease,
        };
    }

    /// <summary>The same with bytes of its own, and nothing before it.</summary>
    internal KeyVersion OutOfSlab() => new([.. KeySpan, .. ValueSpan], 0, KeyLength, KeyLength, ValueLength)
    {
        ModRevision = ModRevision,
        CreateRevision = CreateRevision,
        Version = Version,
        Lease = Lease,
    };

    /// <summary>What a key is after a delete.</summary>
    internal static KeyVersion Tombstone(ReadOnlySpan<byte> key, long modRevision) =>
        new(key.ToArray(), 0, key.Length, 0, 0) { ModRevision = modRevision };

    /// <summary>The same without the value.</summary>
    internal KeyVersion WithoutValue() => new(KeySpan.ToArray(), 0, KeyLength, 0, 0)
    {
        ModRevision = ModRevision,
        CreateRevision = CreateRevision,
        Version = Version,
        Lease = Lease,
    };

    /// <summary>What the key was at a revision, from here on back: null when it was not there.</summary>
    internal KeyVersion? At(long revision)
    {
        var version = this;
        while (version is not null && version.ModRevision > revision) version = version.Older;
        return version is null || version.IsTombstone ? null : version;
    }

    private static bool MayKeep(byte[] array, int used) => array.Length - used <= WasteBytesMax || ByteSlab.Is(array);
}
