namespace Runink.Barn;

/// <summary>
/// Every refusal that clients of etcd know, by the code and the exact text of etcd 3.4 and a few of later versions.
/// </summary>
public static partial class KvErrors
{
    /// <summary>A request names no key.</summary>
    public static KvError EmptyKey { get; } = new(KvStatusCode.InvalidArgument, "etcdserver: key is not provided");

    /// <summary>A put keeps the value or lease of a key that is not there, or an operation of a transaction is empty.</summary>
    public static KvError KeyNotFound { get; } = new(KvStatusCode.InvalidArgument, "etcdserver: key not found");

    /// <summary>A put that keeps the value gives one.</summary>
    public static KvError ValueProvided { get; } = new(KvStatusCode.InvalidArgument, "etcdserver: value is provided");

    /// <summary>A put that keeps the lease gives one.</summary>
    public static KvError LeaseProvided { get; } = new(KvStatusCode.InvalidArgument, "etcdserver: lease is provided");

    /// <summary>A transaction is too large.</summary>
    public static KvError TooManyOps { get; } = new(
        KvStatusCode.InvalidArgument, "etcdserver: too many operations in txn request");

    /// <summary>A transaction changes a key twice.</summary>
    public static KvError DuplicateKey { get; } = new(
        KvStatusCode.InvalidArgument, "etcdserver: duplicate key given in txn request");

    /// <summary>An order that does not exist.</summary>
    public static KvError InvalidSortOption { get; } = new(KvStatusCode.InvalidArgument, "etcdserver: invalid sort option");

    /// <summary>A comparison that does not exist.</summary>
    public static KvError InvalidCompare { get; } = new(KvStatusCode.InvalidArgument, "etcdserver: invalid compare");

    /// <summary>An alarm that does not exist.</summary>
    public static KvError InvalidAlarm { get; } = new(KvStatusCode.InvalidArgument, "etcdserver: invalid alarm");

    /// <summary>The revision is below the compaction floor.</summary>
    public static KvError Compacted { get; } = new(
        KvStatusCode.OutOfRange, "etcdserver: mvcc: required revision has been compacted");

    /// <summary>The revision is not reached yet.</summary>
    public static KvError FutureRevision { get; } = new(
        KvStatusCode.OutOfRange, "etcdserver: mvcc: required revision is a future revision");

    /// <summary>The quota is used up.</summary>
    public static KvError NoSpace { get; } = new(KvStatusCode.ResourceExhausted, "etcdserver: mvcc: database space exceeded");

    /// <summary>There is no such lease.</summary>
    public static KvError LeaseNotFound { get; } = new(KvStatusCode.NotFound, "etcdserver: requested lease not found");

    /// <summary>There is such a lease already.</summary>
    public static KvError LeaseExists { get; } = new(KvStatusCode.FailedPrecondition, "etcdserver: lease already exists");

    /// <summary>A time to live beyond 9,000,000,000 seconds.</summary>
    public static KvError LeaseTtlTooLarge { get; } = new(KvStatusCode.OutOfRange, "etcdserver: too large lease TTL");

    /// <summary>A watch was ended by the server.</summary>
    public static KvError WatchCanceled { get; } = new(KvStatusCode.Cancelled, "etcdserver: watch canceled");

    /// <summary>The stream has a watch of this id already; the text is given as the reason of cancelling.</summary>
    public static KvError WatchDuplicateId { get; } = new(
        KvStatusCode.FailedPrecondition, "mvcc: duplicate watch ID provided on the WatchStream");

    /// <summary>A watch whose range holds no key; the text is given as the reason of cancelling.</summary>
    public static KvError WatchEmptyRange { get; } = new(KvStatusCode.InvalidArgument, "mvcc: watcher range is empty");
}
