namespace Runink.Barn;

/// <summary>What is wrong with a request, whatever the state: the checks that etcd makes before anything is proposed.</summary>
internal static class KvChecks
{
    public static KvError? Check(RangeQuery query)
    {
        if (query.Key.IsEmpty) return KvErrors.EmptyKey;
        var isSortable = query.SortOrder is >= KvSortOrder.None and <= KvSortOrder.Descend
            && query.SortTarget is >= KvSortTarget.Key and <= KvSortTarget.Value;
        return isSortable ? null : KvErrors.InvalidSortOption;
    }

    public static KvError? Check(PutCommand put)
    {
        if (put.Key.IsEmpty) return KvErrors.EmptyKey;
        if (put.IgnoreValue && !put.Value.IsEmpty) return KvErrors.ValueProvided;
        return put.IgnoreLease && put.Lease != 0 ? KvErrors.LeaseProvided : null;
    }

    public static KvError? Check(DeleteRangeCommand delete) => delete.Key.IsEmpty ? KvErrors.EmptyKey : null;

    /// <summary>
    /// The longest list of a transaction counts against the limit, and what is left of it is the limit of the transactions inside.
    /// </summary>
    public static KvError? Check(TxnCommand txn, int maxOperations) =>
        CheckOperations(txn, maxOperations) ?? TxnOverlaps.Check(txn);

    private static KvError? CheckOperations(TxnCommand txn, int maxOperations)
    {
        var longest = Math.Max(txn.Compares.Length, Math.Max(txn.Success.Length, txn.Failure.Length));
        if (longest > maxOperations) return KvErrors.TooManyOps;
        foreach (var compare in txn.Compares)
            if (compare.Key.IsEmpty) return KvErrors.EmptyKey;
        return CheckOperations(txn.Success, maxOperations - longest) ?? CheckOperations(txn.Failure, maxOperations - longest);
    }

    private static KvError? CheckOperations(KvOperation[] operations, int maxOperations)
    {
        foreach (var operation in operations)
        {
            var error = operation switch
            {
                RangeQuery query => Check(query),
                PutCommand put => Check(put),
                DeleteRangeCommand delete => Check(delete),
                TxnCommand txn => CheckOperations(txn, maxOperations),
                _ => null,
            };
            if (error is not null) return error;
        }

        return null;
    }
}
