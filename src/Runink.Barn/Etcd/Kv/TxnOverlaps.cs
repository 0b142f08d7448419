namespace Runink.Barn;

/// <summary>
/// Finds keys that one transaction would change twice. The two lists of a transaction inside exclude each other, so they may
/// change the same keys; anything else may not.
/// </summary>
internal static class TxnOverlaps
{
    public static KvError? Check(TxnCommand txn)
    {
        if (IsSingle(txn.Success) && IsSingle(txn.Failure)) return null;
        return Collect(txn.Success) is null || Collect(txn.Failure) is null ? KvErrors.DuplicateKey : null;
    }

    /// <summary>Most transactions: nothing to overlap.</summary>
    private static bool IsSingle(KvOperation[] operations) =>
        operations.Length == 0 || (operations.Length == 1 && operations[0] is not TxnCommand);

    /// <summary>What a list changes, or null when it changes a key twice.</summary>
    private static Changes? Collect(KvOperation[] operations)
    {
        var changes = new Changes();
        foreach (var operation in operations)
            if (operation is DeleteRangeCommand delete) changes.Deletes.Add(delete.Key, delete.RangeEnd);
        foreach (var operation in operations)
            if (operation is TxnCommand txn && !CollectInner(txn, changes)) return null;
        foreach (var operation in operations)
            if (operation is PutCommand put && !changes.TryPut(put.Key)) return null;
        return changes;
    }

    private static bool CollectInner(TxnCommand txn, Changes outer)
    {
        if (Collect(txn.Success) is not { } success || Collect(txn.Failure) is not { } failure) return false;
        foreach (var key in success.Puts)
            if (!outer.TryPut(key)) return false;
        foreach (var key in failure.Puts)
            if (!success.Puts.Contains(key) && !outer.TryPut(key)) return false;
        outer.Deletes.Add(success.Deletes);
        outer.Deletes.Add(failure.Deletes);
        return true;
    }

    private sealed class Changes
    {
        public HashSet<ReadOnlyMemory<byte>> Puts { get; } = new(KeyComparer.Instance);

        public DeletedRanges Deletes { get; } = new();

        public bool TryPut(ReadOnlyMemory<byte> key) => !Deletes.Contains(key) && Puts.Add(key);
    }
}
