namespace Runink.Barn;

/// <summary>
/// Carries out transactions: first every comparison, also of those inside, then every check of what could be refused, and only
/// then the operations. So a transaction is carried out whole or not at all.
/// </summary>
internal sealed class Transactions(KvState state, Operations operations)
{
    /// <summary>Which list each transaction carries out, in the order in which they are come upon.</summary>
    private readonly List<bool> _path = [];
    private int _at;

    /// <summary>Decides which operations will be carried out, and whether they can be.</summary>
    public KvError? Prepare(TxnCommand txn)
    {
        _path.Clear();
        Decide(txn);
        _at = 0;
        if (CheckPuts(txn) is { } error) return error;
        _at = 0;
        return CheckRanges(txn);
    }

    /// <summary>Carries out what was prepared.</summary>
    public TxnResult Run(TxnCommand txn)
    {
        _at = 0;
        return RunNext(txn);
    }

    private void Decide(TxnCommand txn)
    {
        var holds = true;
        foreach (var compare in txn.Compares) holds = holds && operations.Holds(compare);
        _path.Add(holds);
        foreach (var operation in holds ? txn.Success : txn.Failure)
        {
            if (operation is TxnCommand inner) Decide(inner);
        }
    }

    private KvOperation[] Chosen(TxnCommand txn) => _path[_at++] ? txn.Success : txn.Failure;

    private KvError? CheckPuts(TxnCommand txn)
    {
        foreach (var operation in Chosen(txn))
        {
            var error = operation switch
            {
                TxnCommand inner => CheckPuts(inner),
                PutCommand put => CheckPut(put),
                _ => null,
            };
            if (error is not null) return error;
        }
        return null;
    }

    /// <summary>
    /// Inside a transaction the key is looked for before the lease: which error comes first can be told from outside.
    /// </summary>
    private KvError? CheckPut(PutCommand put)
    {
        if ((put.IgnoreValue || put.IgnoreLease) && operations.Find(put.Key.Span) is null) return KvErrors.KeyNotFound;
        return operations.CheckPut(put);
    }

    private KvError? CheckRanges(TxnCommand txn)
    {
        foreach (var operation in Chosen(txn))
        {
            var error = operation switch
            {
                TxnCommand inner => CheckRanges(inner),
                RangeQuery range => RangeReader.CheckRevision(range.Revision, state.Keys.Revision, state.Keys.Floor),
                _ => null,
            };
            if (error is not null) return error;
        }
        return null;
    }

    private TxnResult RunNext(TxnCommand txn)
    {
        var succeeded = _path[_at];
        var chosen = Chosen(txn);
        var responses = new KvResult[chosen.Length];
        for (var i = 0; i < chosen.Length; i++)
        {
            responses[i] = chosen[i] switch
            {
                PutCommand put => operations.Put(put),
                DeleteRangeCommand delete => operations.Delete(delete),
                RangeQuery range => operations.Range(range),
                var inner => RunNext((TxnCommand)inner),
            };
        }
        return new(0, succeeded, responses);
    }
}
