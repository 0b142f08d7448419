namespace Runink.Store;

/// <summary>What of an entry a <see cref="Compare"/> looks at.</summary>
public enum CompareTarget
{
    /// <summary>Number of writes since the key came into being; 0 when there is no such key.</summary>
    Version,

    /// <summary>Revision at which the key came into being; 0 when there is no such key.</summary>
    CreateRevision,

    /// <summary>Revision of the last write; 0 when there is no such key.</summary>
    ModRevision,

    /// <summary>The lease; 0 when there is none, or no such key.</summary>
    Lease,

    /// <summary>The value, bytewise. Of a key that does not exist no comparison holds, not even "is not".</summary>
    Value,
}

/// <summary>How a <see cref="Compare"/> compares.</summary>
public enum CompareOperator
{
    /// <summary>Is the same.</summary>
    Equal,

    /// <summary>Is not the same.</summary>
    NotEqual,

    /// <summary>Is less.</summary>
    Less,

    /// <summary>Is greater.</summary>
    Greater,
}

/// <summary>A condition of a transaction on one key. Immutable.</summary>
/// <param name="Key">The key.</param>
/// <param name="Target">What of its entry to compare.</param>
/// <param name="Operator">How.</param>
/// <param name="Number">With what, unless the target is the value.</param>
/// <param name="Bytes">With what, when the target is the value.</param>
public sealed record Compare(
    StoreKey Key, CompareTarget Target, CompareOperator Operator, long Number, ReadOnlyMemory<byte> Bytes = default)
{
    /// <summary>Holds when the key does not exist.</summary>
    public static Compare Absent(StoreKey key) => Version(key, CompareOperator.Equal, 0);

    /// <summary>Holds when the key exists.</summary>
    public static Compare Exists(StoreKey key) => Version(key, CompareOperator.Greater, 0);

    /// <summary>Holds when the key has not been written since <paramref name="seen"/> was read.</summary>
    public static Compare Unchanged(KeyValue seen) => ModRevision(seen.Key, CompareOperator.Equal, seen.ModRevision);

    /// <summary>Compares the number of writes.</summary>
    public static Compare Version(StoreKey key, CompareOperator op, long version) =>
        new(key, CompareTarget.Version, op, version);

    /// <summary>Compares the revision at which the key came into being.</summary>
    public static Compare CreateRevision(StoreKey key, CompareOperator op, long revision) =>
        new(key, CompareTarget.CreateRevision, op, revision);

    /// <summary>Compares the revision of the last write.</summary>
    public static Compare ModRevision(StoreKey key, CompareOperator op, long revision) =>
        new(key, CompareTarget.ModRevision, op, revision);

    /// <summary>Compares the lease.</summary>
    public static Compare Lease(StoreKey key, CompareOperator op, long lease) => new(key, CompareTarget.Lease, op, lease);

    /// <summary>Compares the value.</summary>
    public static Compare Value(StoreKey key, CompareOperator op, ReadOnlyMemory<byte> value) =>
        new(key, CompareTarget.Value, op, 0, value);
}
