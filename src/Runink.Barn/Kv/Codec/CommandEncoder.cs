namespace Runink.Barn;

/// <summary>Writes commands.</summary>
internal static class CommandEncoder
{
    public static void Write(KvWriter writer, KvCommand command, int depth)
    {
        switch (command)
        {
            case PutCommand put: Put(writer, put); break;
            case DeleteRangeCommand delete: DeleteRange(writer, delete); break;
            case TxnCommand txn: Txn(writer, txn, depth); break;
            case RangeQuery range: Range(writer, range); break;
            case CompactCommand compact:
                Kind(writer, CommandKind.Compact);
                writer.Signed(compact.Revision);
                break;
            case AlarmCommand alarm: Alarm(writer, alarm); break;
            case MemberCommand member: MemberCommandCodec.Write(writer, member); break;
            case GroupCommand group: Group(writer, group); break;
            case AuthCommand auth: AuthCommandEncoder.Write(writer, auth); break;
            default: Lease(writer, command); break;
        }
    }

    internal static void Kind(KvWriter writer, CommandKind kind) => writer.Byte((byte)kind);

    private static void Put(KvWriter writer, PutCommand put)
    {
        Kind(writer, CommandKind.Put);
        writer.Byte((byte)((put.PrevKv ? 1 : 0) | (put.IgnoreValue ? 2 : 0) | (put.IgnoreLease ? 4 : 0)));
        writer.Signed(put.Lease);
        writer.Bytes(put.Key.Span);
        writer.Bytes(put.Value.Span);
    }

    private static void DeleteRange(KvWriter writer, DeleteRangeCommand delete)
    {
        Kind(writer, CommandKind.DeleteRange);
        writer.Bool(delete.PrevKv);
        writer.Bytes(delete.Key.Span);
        writer.Bytes(delete.RangeEnd.Span);
    }

    private static void Txn(KvWriter writer, TxnCommand txn, int depth)
    {
        if (depth == 0) throw new ArgumentException("transactions are nested too deep", nameof(txn));
        Kind(writer, CommandKind.Txn);
        writer.Unsigned((ulong)txn.Compares.Length);
        foreach (var compare in txn.Compares)
        {
            writer.Enum((int)compare.Target, (int)KvCompareTarget.Lease);
            writer.Enum((int)compare.Result, (int)KvCompareResult.NotEqual);
            writer.Bytes(compare.Key.Span);
            writer.Bytes(compare.RangeEnd.Span);
            if (compare.Target == KvCompareTarget.Value) writer.Bytes(compare.Value.Span);
            else writer.Signed(compare.Number);
        }
        Operations(writer, txn.Success, depth);
        Operations(writer, txn.Failure, depth);
    }

    private static void Operations(KvWriter writer, KvOperation[] operations, int depth)
    {
        writer.Unsigned((ulong)operations.Length);
        foreach (var operation in operations) Write(writer, operation, depth - 1);
    }

    private static void Range(KvWriter writer, RangeQuery range)
    {
        Kind(writer, CommandKind.Range);
        writer.Byte((byte)((range.KeysOnly ? 1 : 0) | (range.CountOnly ? 2 : 0) | (range.IsFiltered ? 4 : 0)));
        writer.Enum((int)range.SortOrder, (int)KvSortOrder.Descend);
        writer.Enum((int)range.SortTarget, (int)KvSortTarget.Value);
        writer.Bytes(range.Key.Span);
        writer.Bytes(range.RangeEnd.Span);
        writer.Signed(range.Revision);
        writer.Signed(range.Limit);
        if (!range.IsFiltered) return;
        writer.Signed(range.MinModRevision);
        writer.Signed(range.MaxModRevision);
        writer.Signed(range.MinCreateRevision);
        writer.Signed(range.MaxCreateRevision);
    }

    private static void Alarm(KvWriter writer, AlarmCommand alarm)
    {
        Kind(writer, CommandKind.Alarm);
        writer.Enum((int)alarm.Action, (int)KvAlarmAction.Disarm);
        writer.Unsigned(alarm.Member);
        writer.Enum((int)alarm.Alarm, (int)KvAlarm.Corrupt);
        writer.Signed(alarm.QuotaBytes);
    }

    private static void Group(KvWriter writer, GroupCommand command)
    {
        if (command is GroupCreateCommand create)
        {
            // Without a quota as earlier versions know it, so that they can still follow.
            Kind(writer, create.QuotaBytes == 0 ? CommandKind.GroupCreate : CommandKind.GroupCreateWithQuota);
            writer.Text(create.Name);
            GroupCodec.WriteFounders(writer, create.Founders);
            if (create.QuotaBytes != 0) writer.Signed(create.QuotaBytes);
        }
        else
        {
            Kind(writer, CommandKind.GroupRemove);
            writer.Text(((GroupRemoveCommand)command).Name);
        }
    }

    private static void Lease(KvWriter writer, KvCommand command)
    {
        switch (command)
        {
            case LeaseGrantCommand grant:
                Kind(writer, CommandKind.LeaseGrant);
                writer.Signed(grant.Id);
                writer.Signed(grant.TtlSeconds);
                break;
            case LeaseRevokeCommand revoke:
                Kind(writer, CommandKind.LeaseRevoke);
                writer.Signed(revoke.Id);
                writer.Bool(revoke.Expired);
                break;
            case LeaseCheckpointCommand checkpoint:
                Kind(writer, CommandKind.LeaseCheckpoint);
                writer.Unsigned((ulong)checkpoint.Checkpoints.Length);
                foreach (var (id, remaining) in checkpoint.Checkpoints)
                {
                    writer.Signed(id);
                    writer.Signed(remaining);
                }
                break;
            default: throw new ArgumentException($"{command.GetType().Name} has no binary form", nameof(command));
        }
    }
}
