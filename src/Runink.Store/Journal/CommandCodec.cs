using Runink.Store.Machine;

namespace Runink.Store.Journal;

/// <summary>Writes and reads commands and entries as records; the layout is in docs/internals/formats.md.</summary>
internal static class CommandCodec
{
    public static void Write(RecordBuffer to, Command command)
    {
        switch (command)
        {
            case ChangeCommand change:
                to.Begin(RecordKind.Change);
                to.Int64(change.Revision);
                to.UInt32((uint)change.Mutations.Count);
                foreach (var mutation in change.Mutations) Write(to, mutation);
                break;
            case GrantLeaseCommand grant:
                to.Begin(RecordKind.GrantLease);
                to.Int64(grant.LeaseId);
                to.Int64(grant.TimeToLive);
                to.Int64(grant.ExpiresAt);
                break;
            case RenewLeaseCommand renew:
                to.Begin(RecordKind.RenewLease);
                to.Int64(renew.LeaseId);
                to.Int64(renew.ExpiresAt);
                break;
            case EndLeaseCommand end:
                to.Begin(RecordKind.EndLease);
                to.Int64(end.LeaseId);
                break;
            case CompactCommand compact:
                to.Begin(RecordKind.Compact);
                to.Int64(compact.Revision);
                break;
            default:
                throw new InvalidOperationException($"unknown command {command.GetType().Name}");
        }

        to.End();
    }

    public static void Write(RecordBuffer to, KeyValue entry)
    {
        to.Begin(RecordKind.Entry);
        to.Bytes(entry.Key.Bytes);
        to.Bytes(entry.Value);
        to.Int64(entry.CreateRevision);
        to.Int64(entry.ModRevision);
        to.Int64(entry.Version);
        to.Int64(entry.Lease);
        to.End();
    }

    public static Command ReadCommand(RecordKind kind, ReadOnlySpan<byte> payload)
    {
        var from = new PayloadReader(payload);
        Command command = kind switch
        {
            RecordKind.Change => new ChangeCommand(from.Int64(), ReadMutations(ref from)),
            RecordKind.GrantLease => new GrantLeaseCommand(from.Int64(), from.Int64(), from.Int64()),
            RecordKind.RenewLease => new RenewLeaseCommand(from.Int64(), from.Int64()),
            RecordKind.EndLease => new EndLeaseCommand(from.Int64()),
            RecordKind.Compact => new CompactCommand(from.Int64()),
            _ => throw new FormatException($"a record of kind {kind} has no place here"),
        };
        from.End();
        return command;
    }

    public static KeyValue ReadEntry(ReadOnlySpan<byte> payload)
    {
        var from = new PayloadReader(payload);
        var entry = new KeyValue(
            new StoreKey(from.Bytes()), from.Bytes(), from.Int64(), from.Int64(), from.Int64(), from.Int64());
        from.End();
        return entry;
    }

    private static void Write(RecordBuffer to, Mutation mutation)
    {
        to.Byte((byte)mutation.Kind);
        to.Bytes(mutation.Key.Bytes);
        if (mutation.Kind == ChangeKind.Delete) return;
        to.Bytes(mutation.Value);
        to.Int64(mutation.Lease);
    }

    private static Mutation[] ReadMutations(ref PayloadReader from)
    {
        var mutations = new Mutation[checked((int)from.UInt32())];
        for (var i = 0; i < mutations.Length; i++)
        {
            var kind = (ChangeKind)from.Byte();
            var key = new StoreKey(from.Bytes());
            mutations[i] = kind switch
            {
                ChangeKind.Put => new Mutation(kind, key, from.Bytes(), from.Int64()),
                ChangeKind.Delete => new Mutation(kind, key),
                _ => throw new FormatException($"a change of kind {kind} is not known"),
            };
        }

        return mutations;
    }
}
