using System.Buffers.Binary;

namespace Runink.Barn;

/// <summary>That a key is attached to a lease: ordered by the lease, and then by the key.</summary>
internal sealed class LeaseAttachment : TreeItem
{
    private LeaseAttachment(byte[] data)
        : base(data, 0, data.Length)
    {
    }

    public ReadOnlyMemory<byte> AttachedKey => Key[sizeof(long)..];

    public static LeaseAttachment Of(long lease, ReadOnlySpan<byte> key) => new(KeyOf(lease, key));

    public static byte[] KeyOf(long lease, ReadOnlySpan<byte> key)
    {
        var data = new byte[sizeof(long) + key.Length];
        BinaryPrimitives.WriteInt64BigEndian(data, lease);
        key.CopyTo(data.AsSpan(sizeof(long)));
        return data;
    }
}
