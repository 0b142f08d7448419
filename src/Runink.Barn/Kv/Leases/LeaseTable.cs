namespace Runink.Barn;

/// <summary>The leases and the keys attached to them, as the machine changes them.</summary>
internal sealed class LeaseTable
{
    /// <summary>The longest time to live that etcd grants.</summary>
    private const long TtlSecondsMax = 9_000_000_000;

    private const long BytesPerLease = 64;
    private readonly KeyTree<KvLease> _leases = new();
    private readonly KeyTree<LeaseAttachment> _attachments = new();
    private KvLeases? _frozen;

    public int Count { get; private set; }

    public long Bytes => Count * BytesPerLease;

    /// <summary>The sum of the hashes of all leases.</summary>
    public UInt128 Hash { get; private set; }

    /// <summary>The leases as they are now.</summary>
    public KvLeases Current => new(_leases.Current, _attachments.Current, Count);

    public KvLease? Find(long id) => _leases.Seek(KvLease.KeyOf(id));

    public KvLeases Freeze() => _frozen ??= new(_leases.Freeze(), _attachments.Freeze(), Count);

    public KvError? Grant(long id, long ttlSeconds)
    {
        if (id == 0) return KvErrors.LeaseNotFound;
        if (ttlSeconds > TtlSecondsMax) return KvErrors.LeaseTtlTooLarge;
        if (Find(id) is not null) return KvErrors.LeaseExists;
        Restore(new(id, ttlSeconds, 0));
        return null;
    }

    /// <summary>Adds a lease that is not there yet.</summary>
    public void Restore(KvLease lease)
    {
        _frozen = null;
        if (_leases.Seek(lease.KeySpan) is not null) throw new KvFormatException("a lease stands twice");
        _leases.Insert(lease);
        Hash += lease.Hash;
        Count++;
    }

    public void Remove(long id)
    {
        _frozen = null;
        Hash -= Find(id)!.Hash;
        _leases.Remove();
        Count--;
    }

    public void Checkpoint(long id, long remainingSeconds)
    {
        if (Find(id) is not { } lease) return;
        _frozen = null;
        var changed = new KvLease(id, lease.TtlSeconds, remainingSeconds);
        _leases.Replace(changed);
        Hash += changed.Hash - lease.Hash;
    }

    /// <summary>Moves a key from one lease to another; 0 stands for none.</summary>
    public void Move(ReadOnlySpan<byte> key, long from, long to)
    {
        if (from == to) return;
        _frozen = null;
        if (from != 0 && _attachments.Seek(LeaseAttachment.KeyOf(from, key)) is not null) _attachments.Remove();
        if (to == 0) return;
        var attachment = LeaseAttachment.Of(to, key);
        if (_attachments.Seek(attachment.KeySpan) is null) _attachments.Insert(attachment);
    }
}
