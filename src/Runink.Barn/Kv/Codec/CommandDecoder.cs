namespace Runink.Barn;

/// <summary>Reads commands.</summary>
internal static class CommandDecoder
{
    public static KvCommand Read(ref KvReader reader, int depth)
    {
        var kind = (CommandKind)reader.Byte();
        return Operation(ref reader, kind, depth) ?? Simple(ref reader, kind) ?? AuthCommandDecoder.Read(ref reader, kind)
            ?? MemberCommandCodec.Read(ref reader, kind)
            ?? throw new KvFormatException($"{(byte)kind} is no kind of command");
    }

    private static KvOperation? Operation(ref KvReader reader, CommandKind kind, int depth) => kind switch
    {
        CommandKind.Put => Put(ref reader),
        CommandKind.DeleteRange => DeleteRange(ref reader),
        CommandKind.Txn => Txn(ref reader, depth),
        CommandKind.Range => Range(ref reader),
        _ => null,
    };

    private static KvCommand? Simple(ref KvReader reader, CommandKind kind) => kind switch
    {
        CommandKind.Compact => new CompactCommand(reader.Signed()),
        CommandKind.LeaseGrant => new LeaseGrantCommand(reader.Signed(), reader.Signed()),
        CommandKind.LeaseRevoke => new LeaseRevokeCommand(reader.Signed(), reader.Bool()),
        CommandKind.LeaseCheckpoint => Checkpoint(ref reader),
        CommandKind.Alarm => Alarm(ref reader),
        CommandKind.GroupCreate => new GroupCreateCommand(reader.Text(), GroupCodec.ReadFounders(ref reader)),
        CommandKind.GroupCreateWithQuota => GroupCreateWithQuota(ref reader),
        CommandKind.GroupRemove => new GroupRemoveCommand(reader.Text()),
        _ => null,
    };

    private static PutCommand Put(ref KvReader reader)
    {
        var flags = Flags(ref reader);
        var lease = reader.Signed();
        var key = reader.Bytes();
        var value = reader.Bytes();
        return new(key, value, lease, (flags & 1) != 0, (flags & 2) != 0, (flags & 4) != 0);
    }

    private static DeleteRangeCommand DeleteRange(ref KvReader reader)
    {
        var prevKv = reader.Bool();
        return new(reader.Bytes(), reader.Bytes(), prevKv);
    }

    private static TxnCommand Txn(ref KvReader reader, int depth)
    {
        if (depth == 0) throw new KvFormatException("transactions are nested too deep");
        var compares = new KvCompare[reader.Elements()];
        for (var i = 0; i < compares.Length; i++)
        {
            var target = reader.Enum(KvCompareTarget.Lease);
            var result = reader.Enum(KvCompareResult.NotEqual);
            var key = reader.Bytes();
            var rangeEnd = reader.Bytes();
            compares[i] = target == KvCompareTarget.Value
                ? new(target, result, key, rangeEnd, Value: reader.Bytes())
                : new(target, result, key, rangeEnd, reader.Signed());
        }
        return new(compares, Operations(ref reader, depth), Operations(ref reader, depth));
    }

    private static KvOperation[] Operations(ref KvReader reader, int depth)
    {
        var operations = new KvOperation[reader.Elements()];
        for (var i = 0; i < operations.Length; i++)
        {
            var kind = (CommandKind)reader.Byte();
            operations[i] = Operation(ref reader, kind, depth - 1)
                ?? throw new KvFormatException($"a command of kind {(byte)kind} cannot stand in a transaction");
        }
        return operations;
    }

    private static RangeQuery Range(ref KvReader reader)
    {
        var flags = Flags(ref reader);
        var order = reader.Enum(KvSortOrder.Descend);
        var target = reader.Enum(KvSortTarget.Value);
        var query = new RangeQuery(reader.Bytes(), reader.Bytes())
        {
            Revision = reader.Signed(),
            Limit = reader.Signed(),
            SortOrder = order,
            SortTarget = target,
            KeysOnly = (flags & 1) != 0,
            CountOnly = (flags & 2) != 0,
        };
        if ((flags & 4) == 0) return query;
        return query with
        {
            MinModRevision = reader.Signed(),
            MaxModRevision = reader.Signed(),
            MinCreateRevision = reader.Signed(),
            MaxCreateRevision = reader.Signed(),
        };
    }

    private static LeaseCheckpointCommand Checkpoint(ref KvReader reader)
    {
        var checkpoints = new LeaseCheckpoint[reader.Elements()];
        for (var i = 0; i < checkpoints.Length; i++) checkpoints[i] = new(reader.Signed(), reader.Signed());
        return new(checkpoints);
    }

    private static AlarmCommand Alarm(ref KvReader reader)
    {
        var action = reader.Enum(KvAlarmAction.Disarm);
        if (action is not (KvAlarmAction.Raise or KvAlarmAction.Disarm))
            throw new KvFormatException("an alarm without an action");
        return new(action, reader.Unsigned(), reader.Enum(KvAlarm.Corrupt), reader.Signed());
    }

    private static GroupCreateCommand GroupCreateWithQuota(ref KvReader reader)
    {
        var create = new GroupCreateCommand(reader.Text(), GroupCodec.ReadFounders(ref reader), reader.Signed());
        return create.QuotaBytes != 0 ? create : throw new KvFormatException("a group with a quota that has none");
    }

    private static byte Flags(ref KvReader reader)
    {
        var flags = reader.Byte();
        return flags < 8 ? flags : throw new KvFormatException($"flags {flags} are not known");
    }
}
