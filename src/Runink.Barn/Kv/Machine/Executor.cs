namespace Runink.Barn;

/// <summary>Carries out commands.</summary>
internal sealed class Executor
{
    private readonly KvState _state;
    private readonly Keyspace _keys;
    private readonly AuthGate _gate;
    private readonly Operations _operations;
    private readonly Transactions _transactions;

    public Executor(KvState state)
    {
        _state = state;
        _keys = state.Keys;
        _gate = new(state);
        _operations = new(state);
        _transactions = new(state, _operations);
    }

    public KvResult Execute(in KvEnvelope envelope)
    {
        if (_gate.Check(envelope) is { } denied) return Refused(denied);
        if (_state.Alarms.Current.Length > 0 && CheckAlarms(envelope.Command) is { } alarmed) return Refused(alarmed);
        return envelope.Command switch
        {
            PutCommand put => Put(put),
            TxnCommand txn => Txn(txn),
            DeleteRangeCommand delete => Delete(delete),
            RangeQuery range => _operations.Range(range),
            CompactCommand compact => Compact(compact.Revision),
            LeaseGrantCommand grant => Grant(grant),
            LeaseRevokeCommand revoke => Revoke(revoke.Id),
            LeaseCheckpointCommand checkpoint => Checkpoint(checkpoint),
            AlarmCommand alarm => new AlarmResult(_keys.Revision, _state.Alarms.Apply(alarm, _state.Bytes)),
            MemberCommand member => new(_keys.Revision, _state.Members.Apply(member)),
            GroupCreateCommand create => Create(create),
            GroupRemoveCommand remove => new(_keys.Revision, _state.Groups.Remove(remove.Name)),
            AuthCommand auth => new(_keys.Revision, _state.Auth.Apply(auth)),
            var other => throw new ArgumentException($"{other.GetType().Name} is not known", nameof(envelope)),
        };
    }

    private KvResult Put(PutCommand put)
    {
        if (_operations.CheckPut(put) is { } error) return Refused(error);
        var result = _operations.Put(put);
        _keys.Commit();
        return result;
    }

    private KvResult Txn(TxnCommand txn)
    {
        if (_transactions.Prepare(txn) is { } error) return Refused(error);
        var result = _transactions.Run(txn);
        _keys.Commit();
        return result with { Revision = _keys.Revision };
    }

    private DeleteRangeResult Delete(DeleteRangeCommand delete)
    {
        var result = _operations.Delete(delete);
        _keys.Commit();
        return result;
    }

    private KvResult Compact(long revision)
    {
        if (_keys.Compact(revision) is { } error) return Refused(error);
        _state.Alarms.Heal(_state.Bytes);
        return new(_keys.Revision);
    }

    private KvResult Grant(LeaseGrantCommand grant)
    {
        if (_state.Leases.Grant(grant.Id, Math.Max(grant.TtlSeconds, 1)) is { } error) return Refused(error);
        return new LeaseGrantResult(_keys.Revision, grant.Id, Math.Max(grant.TtlSeconds, 1));
    }

    private KvResult Revoke(long id)
    {
        if (_state.Leases.Find(id) is null) return Refused(KvErrors.LeaseNotFound);
        foreach (var key in _state.Leases.Current.KeysOf(id).ToArray()) _operations.Delete(key.Span, id);
        _keys.Commit();
        _state.Leases.Remove(id);
        return new(_keys.Revision);
    }

    private KvResult Checkpoint(LeaseCheckpointCommand command)
    {
        foreach (var (id, remaining) in command.Checkpoints) _state.Leases.Checkpoint(id, remaining);
        return new(_keys.Revision);
    }

    private KvResult Create(GroupCreateCommand create) =>
        _state.Groups.Create(create, _state.Members.Current) is { } error ? Refused(error) : new GroupCreateResult(_keys.Revision, _state.Groups.Current.LastId);

    private KvError? CheckAlarms(KvCommand command)
    {
        // Where it is known who differs, that member refuses by itself, and the others go on.
        if (_state.Alarms.Stands(KvAlarm.Corrupt, ofMember: 0)
            && command is KvOperation or CompactCommand or LeaseGrantCommand or LeaseRevokeCommand or GroupCommand) return KvErrors.Corrupt;
        return _state.Alarms.Stands(KvAlarm.NoSpace) && NeedsSpace(command) ? KvErrors.NoSpace : null;
    }

    /// <summary>Whether a command is refused while there is no space.</summary>
    public static bool NeedsSpace(KvCommand command) => command switch
    {
        PutCommand or LeaseGrantCommand or GroupCreateCommand => true,
        TxnCommand txn => Array.Exists(txn.Success, NeedsSpace) || Array.Exists(txn.Failure, NeedsSpace),
        _ => false,
    };

    private KvResult Refused(KvError error) => new(_keys.Revision, error);
}
