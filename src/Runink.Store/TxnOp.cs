namespace Runink.Store;

/// <summary>One step of a transaction: a <see cref="PutOp"/>, a <see cref="DeleteOp"/> or a <see cref="RangeOp"/>.</summary>
public abstract record TxnOp
{
    private protected TxnOp()
    {
    }
}

/// <summary>Writes one key.</summary>
/// <param name="Key">The key; not empty.</param>
/// <param name="Value">The value; copied.</param>
/// <param name="Lease">A living lease whose end deletes the key, or 0 for none.</param>
public sealed record PutOp(StoreKey Key, ReadOnlyMemory<byte> Value, long Lease = 0) : TxnOp;

/// <summary>Deletes what a range holds.</summary>
/// <param name="Range">Which keys.</param>
public sealed record DeleteOp(KeyRange Range) : TxnOp
{
    /// <summary>Deletes one key, if it exists.</summary>
    public DeleteOp(StoreKey key)
        : this(KeyRange.Single(key))
    {
    }
}

/// <summary>Reads a range as the steps before it left it.</summary>
/// <param name="Request">What to read.</param>
public sealed record RangeOp(RangeRequest Request) : TxnOp
{
    /// <summary>Reads one key.</summary>
    public RangeOp(StoreKey key)
        : this(new RangeRequest(KeyRange.Single(key)))
    {
    }
}
