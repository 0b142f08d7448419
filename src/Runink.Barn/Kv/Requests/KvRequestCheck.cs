namespace Runink.Barn;

/// <summary>
/// Whether a request is one that may be proposed, whatever the state: the checks that etcd makes before anything else, with its
/// errors. The machine relies on them only for what clients are told; it survives any command.
/// </summary>
public static class KvRequestCheck
{
    /// <summary>The limit of etcd on the operations of a transaction, unless configured otherwise.</summary>
    public const int TxnOperationsMax = 128;

    /// <summary>Checks a request.</summary>
    /// <returns>What is wrong, or null.</returns>
    public static KvError? Check(KvOperation operation, int operationsMax = TxnOperationsMax) =>
        CheckShape(operation, operationsMax) ?? (operation is TxnCommand txn ? CheckDuplicates(txn) : null);

    private static KvError? CheckShape(KvOperation operation, int operationsMax)
    {
        switch (operation)
        {
            case PutCommand put:
                if (put.Key.IsEmpty) return KvErrors.EmptyKey;
                if (put.IgnoreValue && !put.Value.IsEmpty) return KvErrors.ValueProvided;
                return put.IgnoreLease && put.Lease != 0 ? KvErrors.LeaseProvided : null;
            case RangeQuery range:
                if (range.Key.IsEmpty) return KvErrors.EmptyKey;
                return IsOrder(range) ? null : KvErrors.InvalidSortOption;
            case DeleteRangeCommand delete: return delete.Key.IsEmpty ? KvErrors.EmptyKey : null;
            default: return CheckTxn((TxnCommand)operation, operationsMax);
        }
    }

    private static bool IsOrder(RangeQuery range) => range is
    {
        SortOrder: >= KvSortOrder.None and <= KvSortOrder.Descend,
        SortTarget: >= KvSortTarget.Key and <= KvSortTarget.Value,
    };

    private static bool Exists(KvCompare compare) => compare is
    {
        Target: >= KvCompareTarget.Version and <= KvCompareTarget.Lease,
        Result: >= KvCompareResult.Equal and <= KvCompareResult.NotEqual,
    };

    private static KvError? CheckTxn(TxnCommand txn, int operationsMax)
    {
        var largest = Math.Max(txn.Compares.Length, Math.Max(txn.Success.Length, txn.Failure.Length));
        if (largest > operationsMax) return KvErrors.TooManyOps;
        foreach (var compare in txn.Compares)
        {
            if (compare.Key.IsEmpty) return KvErrors.EmptyKey;
            if (!Exists(compare)) return KvErrors.InvalidCompare;
        }
        return CheckAll(txn.Success, operationsMax - largest) ?? CheckAll(txn.Failure, operationsMax - largest);
    }

    private static KvError? CheckAll(KvOperation[] operations, int operationsMax)
    {
        foreach (var operation in operations)
        {
            if (CheckShape(operation, operationsMax) is { } error) return error;
        }
        return null;
    }

    private static KvError? CheckDuplicates(TxnCommand txn)
    {
        var distinct = TxnChanges.Of(txn.Success) is not null && TxnChanges.Of(txn.Failure) is not null;
        return distinct ? null : KvErrors.DuplicateKey;
    }
}
