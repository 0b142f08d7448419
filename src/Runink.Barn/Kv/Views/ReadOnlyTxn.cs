namespace Runink.Barn;

/// <summary>
/// Transactions that change nothing whichever way they go: they need no place in the log, and are answered from a view as the
/// machine would answer them there.
/// </summary>
internal static class ReadOnlyTxn
{
    /// <summary>Whether both lists hold nothing but ranges, also inside.</summary>
    public static bool Is(TxnCommand txn) => OnlyReads(txn.Success) && OnlyReads(txn.Failure);

    /// <summary>Whether a user, authenticated at a revision of users and roles, may do all of it, whichever list is carried out.</summary>
    /// <returns>Why not, or null.</returns>
    public static KvError? Check(KvAuth auth, string? user, long authRevision, TxnCommand txn)
    {
        if (!auth.Enabled) return null;
        foreach (var compare in txn.Compares)
        {
            if (auth.CheckRead(user, authRevision, compare.Key.Span, compare.RangeEnd.Span) is { } error) return error;
        }

        return CheckAll(auth, user, authRevision, txn.Success) ?? CheckAll(auth, user, authRevision, txn.Failure);
    }

    /// <summary>A <see cref="TxnResult"/>, or the error of the first range that cannot be read.</summary>
    public static KvResult Run(KvView view, TxnCommand txn)
    {
        var result = RunInner(view, txn);
        return result is TxnResult done ? done with { Revision = view.Revision } : result;
    }

    private static KvResult RunInner(KvView view, TxnCommand txn)
    {
        var succeeded = true;
        foreach (var compare in txn.Compares) succeeded = succeeded && CompareReader.Holds(view.Root, compare);
        var chosen = succeeded ? txn.Success : txn.Failure;
        var responses = new KvResult[chosen.Length];
        for (var i = 0; i < chosen.Length; i++)
        {
            var response = chosen[i] is RangeQuery range ? Range(view, range) : RunInner(view, (TxnCommand)chosen[i]);
            if (response.Error is not null) return new(view.Revision, response.Error);
            responses[i] = response;
        }

        return new TxnResult(0, succeeded, responses);
    }

    private static RangeResult Range(KvView view, RangeQuery range) =>
        RangeReader.CheckRevision(range.Revision, view.Revision, view.CompactRevision) is { } error
        ? RangeReader.Refused(error, view.Revision)
        : view.Range(range);

    private static bool OnlyReads(KvOperation[] operations)
    {
        foreach (var operation in operations)
        {
            if (operation is not RangeQuery && !(operation is TxnCommand txn && Is(txn))) return false;
        }

        return true;
    }

    private static KvError? CheckAll(KvAuth auth, string? user, long authRevision, KvOperation[] operations)
    {
        foreach (var operation in operations)
        {
            var error = operation is RangeQuery range
                ? auth.CheckRead(user, authRevision, range.Key.Span, range.RangeEnd.Span)
                : Check(auth, user, authRevision, (TxnCommand)operation);
            if (error is not null) return error;
        }

        return null;
    }
}
