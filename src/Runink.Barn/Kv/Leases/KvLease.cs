using System.Buffers.Binary;

namespace Runink.Barn;

/// <summary>A lease as the state knows it: when it expires is decided by the leader's <see cref="LeaseClock"/>.</summary>
public sealed class KvLease : TreeItem
{
    internal KvLease(long id, long ttlSeconds, long remainingSeconds)
        : base(KeyOf(id), 0, sizeof(long))
    {
        Id = id;
        TtlSeconds = ttlSeconds;
        RemainingSeconds = remainingSeconds;
    }

    /// <summary>The id.</summary>
    public long Id { get; }

    /// <summary>Seconds that it lives without a renewal.</summary>
    public long TtlSeconds { get; }

    /// <summary>Seconds that were left of it at the last checkpoint; 0 for all.</summary>
    public long RemainingSeconds { get; }

    internal UInt128 Hash => VersionHash.Of(1, (ulong)Id, (ulong)TtlSeconds, (ulong)RemainingSeconds);

    /// <summary>The bytes by which leases are ordered.</summary>
    internal static byte[] KeyOf(long id)
    {
        var key = new byte[sizeof(long)];
        BinaryPrimitives.WriteInt64BigEndian(key, id);
        return key;
    }
}
