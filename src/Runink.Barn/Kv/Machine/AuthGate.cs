namespace Runink.Barn;

/// <summary>Whether who proposed a command may do so.</summary>
internal sealed class AuthGate(KvState state)
{
    /// <summary>Returns why not, or null.</summary>
    public KvError? Check(in KvEnvelope envelope)
    {
        var auth = state.Auth.Current;
        if (!auth.Enabled) return null;
        return envelope.Command switch
        {
            AuthCommand or GroupCommand => auth.CheckAdmin(envelope.User),
            KvOperation operation => Check(operation, envelope, auth),
            LeaseRevokeCommand { Expired: false } revoke => CheckLease(revoke.Id, envelope, auth),
            _ => null,
        };
    }

    private KvError? Check(KvOperation operation, in KvEnvelope envelope, KvAuth auth)
    {
        switch (operation)
        {
            case PutCommand put:
                return auth.CheckWrite(envelope.User, envelope.AuthRevision, put.Key.Span, default)
                    ?? CheckLease(put.Lease, envelope, auth)
                    ?? (put.PrevKv ? auth.CheckRead(envelope.User, envelope.AuthRevision, put.Key.Span, default) : null);
            case RangeQuery range:
                return auth.CheckRead(envelope.User, envelope.AuthRevision, range.Key.Span, range.RangeEnd.Span);
            case DeleteRangeCommand delete:
                return auth.CheckWrite(envelope.User, envelope.AuthRevision, delete.Key.Span, delete.RangeEnd.Span)
                    ?? (delete.PrevKv
                        ? auth.CheckRead(envelope.User, envelope.AuthRevision, delete.Key.Span, delete.RangeEnd.Span)
                        : null);
            default:
                return CheckTxn((TxnCommand)operation, envelope, auth);
        }
    }

    /// <summary>Both lists of operations need permission, whichever will be carried out.</summary>
    private KvError? CheckTxn(TxnCommand txn, in KvEnvelope envelope, KvAuth auth)
    {
        foreach (var compare in txn.Compares)
        {
            var error = auth.CheckRead(envelope.User, envelope.AuthRevision, compare.Key.Span, compare.RangeEnd.Span);
            if (error is not null) return error;
        }
        return CheckAll(txn.Success, envelope, auth) ?? CheckAll(txn.Failure, envelope, auth);
    }

    private KvError? CheckAll(KvOperation[] operations, in KvEnvelope envelope, KvAuth auth)
    {
        foreach (var operation in operations)
        {
            if (Check(operation, envelope, auth) is { } error) return error;
        }
        return null;
    }

    /// <summary>Who attaches a key to a lease, or ends it, must be allowed to delete the keys that are attached to it.</summary>
    private KvError? CheckLease(long lease, in KvEnvelope envelope, KvAuth auth)
    {
        if (lease == 0) return null;
        foreach (var key in state.Leases.Current.KeysOf(lease))
        {
            if (auth.CheckWrite(envelope.User, envelope.AuthRevision, key.Span, default) is { } error) return error;
        }
        return null;
    }
}
