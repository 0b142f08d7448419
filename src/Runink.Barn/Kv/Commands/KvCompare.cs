namespace Runink.Barn;

/// <summary>A comparison in a transaction: it holds when it holds for every key of its range.</summary>
/// <param name="Target">What is compared.</param>
/// <param name="Result">How it must compare.</param>
/// <param name="Key">The key, or the first of the range.</param>
/// <param name="RangeEnd">
/// Empty for the one key; a single zero byte for all from the key on; else the first key after the range.
/// </param>
/// <param name="Number">What to compare with, unless the target is the value.</param>
/// <param name="Value">What to compare with when the target is the value.</param>
public sealed record KvCompare(
    KvCompareTarget Target,
    KvCompareResult Result,
    ReadOnlyMemory<byte> Key,
    ReadOnlyMemory<byte> RangeEnd = default,
    long Number = 0,
    ReadOnlyMemory<byte> Value = default);

/// <summary>What is compared; the numbers are those of etcd's API.</summary>
public enum KvCompareTarget
{
    /// <summary>The number of changes since the key was created; 0 when there is no such key.</summary>
    Version,

    /// <summary>The revision at which the key was created; 0 when there is no such key.</summary>
    Create,

    /// <summary>The revision of the last change; 0 when there is no such key.</summary>
    Mod,

    /// <summary>The value; never holds when there is no such key.</summary>
    Value,

    /// <summary>The lease; 0 when there is no such key or it has none.</summary>
    Lease,
}

/// <summary>How something must compare; the numbers are those of etcd's API.</summary>
public enum KvCompareResult
{
    /// <summary>The same.</summary>
    Equal,

    /// <summary>Larger than what was given.</summary>
    Greater,

    /// <summary>Smaller than what was given.</summary>
    Less,

    /// <summary>Not the same.</summary>
    NotEqual,
}
