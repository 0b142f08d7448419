namespace Runink.Barn;

/// <summary>The keys that a list of operations may put and the ranges that it may delete, transactions inside included.</summary>
internal sealed class TxnChanges
{
    private readonly HashSet<ReadOnlyMemory<byte>> _puts = new(BytesComparer.Instance);
    private readonly DeletedRanges _deletes = new();

    /// <summary>Collects the changes of a list; null when it could change a key twice, one of the times by a put.</summary>
    public static TxnChanges? Of(KvOperation[] operations)
    {
        var changes = new TxnChanges();
        foreach (var operation in operations)
        {
            if (operation is DeleteRangeCommand delete) changes._deletes.Add(delete.Key, delete.RangeEnd);
        }
        foreach (var operation in operations)
        {
            if (operation is TxnCommand inner && !changes.Take(inner)) return null;
        }
        foreach (var operation in operations)
        {
            if (operation is PutCommand put && !changes.Put(put.Key, null)) return null;
        }
        return changes;
    }

    /// <summary>Adds a transaction inside: only one of its lists is carried out, so both may put a key.</summary>
    private bool Take(TxnCommand inner)
    {
        if (Of(inner.Success) is not { } success || Of(inner.Failure) is not { } failure) return false;
        foreach (var key in success._puts)
        {
            if (!Put(key, null)) return false;
        }
        foreach (var key in failure._puts)
        {
            if (!Put(key, success._puts)) return false;
        }
        _deletes.Add(success._deletes);
        _deletes.Add(failure._deletes);
        return true;
    }

    private bool Put(ReadOnlyMemory<byte> key, HashSet<ReadOnlyMemory<byte>>? other)
    {
        if (_deletes.Contains(key)) return false;
        return _puts.Add(key) || (other?.Contains(key) ?? false);
    }
}
