namespace Runink.Barn;

/// <summary>The leases as of a view. Safe for any thread.</summary>
public sealed class KvLeases
{
    private readonly TreeRoot<KvLease> _leases;
    private readonly TreeRoot<LeaseAttachment> _attachments;

    internal KvLeases(TreeRoot<KvLease> leases, TreeRoot<LeaseAttachment> attachments, int count)
    {
        _leases = leases;
        _attachments = attachments;
        Count = count;
    }

    /// <summary>The number of leases.</summary>
    public int Count { get; }

    /// <summary>A lease, or null when there is none of that id.</summary>
    public KvLease? Find(long id) => _leases.Find(KvLease.KeyOf(id));

    /// <summary>All leases, by the bytes of their ids.</summary>
    public IEnumerable<KvLease> All()
    {
        var cursor = _leases.From([]);
        while (cursor.Next() is { } lease) yield return lease;
    }

    /// <summary>The keys that are attached to a lease, in their order.</summary>
    public IEnumerable<ReadOnlyMemory<byte>> KeysOf(long id)
    {
        var prefix = KvLease.KeyOf(id);
        var cursor = _attachments.From(prefix);
        while (cursor.Next() is { } attachment && attachment.KeySpan.StartsWith(prefix)) yield return attachment.AttachedKey;
    }
}
