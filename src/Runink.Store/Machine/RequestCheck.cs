namespace Runink.Store.Machine;

/// <summary>Refuses requests that no state could carry out, before anything looks at the state.</summary>
internal static class RequestCheck
{
    public static void Txn(TxnRequest request)
    {
        var bytes = request.If.Sum(compare => (long)compare.Key.Bytes.Length + compare.Bytes.Length)
            + request.Then.Concat(request.Else).Sum(Size);
        if (bytes > StoreLimits.TxnBytes)
        {
            throw new StoreRequestException(
                $"a transaction of {bytes} bytes is larger than the limit of {StoreLimits.TxnBytes}",
                "put the bulk into a file and its name and hash into the store");
        }

        var parts = request.If.Count + request.Then.Count + request.Else.Count;
        if (parts > StoreLimits.TxnParts)
        {
            throw new StoreRequestException(
                $"a transaction of {parts} conditions and steps is larger than the limit of {StoreLimits.TxnParts}",
                "split it where it need not be atomic");
        }

        Branch(request.Then);
        Branch(request.Else);
    }

    public static void Range(RangeRequest request)
    {
        if (request.Limit < 0) throw Malformed($"a limit of {request.Limit} entries", "use 0 for no limit");
        if (request.Revision < 0) throw Malformed($"revision {request.Revision}", "use 0 for the newest");
    }

    public static void Watch(long fromRevision)
    {
        if (fromRevision < 1)
            throw Malformed($"a watch from revision {fromRevision}", "watch from the revision of a range plus one");
    }

    public static void Lease(TimeSpan timeToLive)
    {
        if (timeToLive.TotalMilliseconds < 1 || timeToLive > StoreLimits.LeaseTime)
        {
            throw Malformed(
                $"a time to live of {timeToLive}", $"choose one between a millisecond and {StoreLimits.LeaseTime.Days} days");
        }
    }

    private static void Branch(IReadOnlyList<TxnOp> ops)
    {
        var written = new HashSet<StoreKey>();
        foreach (var op in ops)
        {
            if (op is RangeOp read) Range(read.Request);
            if (op is not PutOp put) continue;
            if (put.Key.IsEmpty) throw Malformed("an empty key", "name the key to write");
            if (!written.Add(put.Key)) throw Twice(put.Key);
        }

        foreach (var delete in ops.OfType<DeleteOp>())
        {
            foreach (var key in written)
            {
                if (delete.Range.Contains(key)) throw Twice(key);
            }
        }
    }

    private static long Size(TxnOp op) => op switch
    {
        PutOp put => put.Key.Bytes.Length + put.Value.Length,
        DeleteOp delete => Size(delete.Range),
        RangeOp range => Size(range.Request.Range),
        _ => 0,
    };

    private static long Size(KeyRange range) => range.Start.Bytes.Length + (range.End?.Bytes.Length ?? 0);

    private static StoreRequestException Twice(StoreKey key) =>
        Malformed($"key \"{key}\" changed twice in one transaction", "change each key once");

    private static StoreRequestException Malformed(string what, string hint) => new($"malformed request: {what}", hint);
}
