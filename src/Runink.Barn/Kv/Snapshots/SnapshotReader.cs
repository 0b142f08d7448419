using Runink.Raft;

namespace Runink.Barn;

/// <summary>Reads what <see cref="KvSnapshot"/> wrote, and holds it to the hash at its end.</summary>
internal static class SnapshotReader
{
    public static (KvState State, LogIndex Applied) Read(Stream stream)
    {
        var input = new StreamInput(stream);
        if (!input.Raw(KvSnapshot.Magic.Length).AsSpan().SequenceEqual(KvSnapshot.Magic))
            throw new KvFormatException("this is not a snapshot of keys");
        var format = input.Byte();
        if (format is < KvSnapshot.OldestFormatVersion or > KvSnapshot.FormatVersion)
            throw new KvFormatException($"snapshots of version {format} are not known");
        var applied = new LogIndex(input.Count());
        var floor = input.Signed();
        var revision = input.Count();
        var first = KvSnapshot.FirstOfLog(floor);
        if (revision < 1 || floor > revision) throw new KvFormatException($"a floor of {floor} at revision {revision}");

        var state = new KvState(new(first - 1, floor));
        ReadTables(input, state);
        if (format >= KvSnapshot.MembersSince) ReadMembers(input, state);
        if (format >= KvSnapshot.GroupsSince) ReadGroups(input, state, format >= KvSnapshot.QuotasSince);
        ReadBase(input, state.Keys, floor);
        while (state.Keys.Revision < revision)
        {
            var count = input.Length();
            if (count == 0) throw new KvFormatException("a revision without a change");
            for (; count > 0; count--) state.Keys.Restore(ReadVersion(input, state.Keys.Revision + 1));
            state.Keys.Commit();
        }
        Attach(state);
        if (input.Wide() != KvSnapshot.Seal(state.Freeze(applied)))
            throw new KvFormatException("the state is not the one that was written");
        return (state, applied);
    }

    private static void ReadTables(StreamInput input, KvState state)
    {
        for (var leases = input.Count(); leases > 0; leases--)
            state.Leases.Restore(new(input.Signed(), input.Signed(), input.Signed()));
        var alarms = new List<KvAlarmEntry>();
        for (var count = input.Count(); count > 0; count--)
            alarms.Add(new(input.Unsigned(), (KvAlarm)input.Byte(), input.Signed()));
        state.Alarms.Current = [.. alarms];
        var auth = new KvReader(input.Bytes());
        state.Auth.Current = AuthCodec.Read(ref auth);
        auth.End();
        var sessions = new KvReader(input.Bytes());
        state.Sessions.Read(ref sessions);
        sessions.End();
    }

    private static void ReadMembers(StreamInput input, KvState state)
    {
        var members = new KvReader(input.Bytes());
        state.Members.Current = MemberCodec.Read(ref members);
        members.End();
    }

    private static void ReadGroups(StreamInput input, KvState state, bool haveQuotas)
    {
        var groups = new KvReader(input.Bytes());
        state.Groups.Current = GroupCodec.Read(ref groups, haveQuotas);
        groups.End();
    }

    private static void ReadBase(StreamInput input, Keyspace keys, long floor)
    {
        for (var more = input.Byte(); more != 0; more = input.Byte())
        {
            if (more != KvSnapshot.More) throw new KvFormatException($"{more} in the place of a key");
            var version = ReadVersion(input, null);
            if (version.ModRevision >= floor || version.IsTombstone) throw new KvFormatException("a key that is not of the base");
            keys.RestoreBase(version);
        }
    }

    private static KeyVersion ReadVersion(StreamInput input, long? revision)
    {
        var keyLength = input.Length();
        var valueLength = input.Length();
        ReadOnlyMemory<byte> bytes = input.Raw(keyLength + valueLength);
        var create = input.Count();
        var version = input.Count();
        var lease = input.Signed();
        var mod = revision ?? input.Count();
        if (version == 0)
        {
            if (valueLength > 0 || create > 0 || lease != 0) throw new KvFormatException("a tombstone with more than a key");
            return KeyVersion.Tombstone(bytes.Span, mod);
        }
        return KeyVersion.Put(bytes[..keyLength], bytes[keyLength..], mod, create, version, lease);
    }

    /// <summary>Attaches the keys to their leases, which stand with the keys.</summary>
    internal static void Attach(KvState state)
    {
        var cursor = state.Keys.Tree.Current.From([]);
        while (cursor.Next() is { } head)
        {
            if (head.IsTombstone || head.Lease == 0) continue;
            if (state.Leases.Find(head.Lease) is null) throw new KvFormatException($"lease {head.Lease} of a key is not there");
            state.Leases.Move(head.KeySpan, 0, head.Lease);
        }
    }
}
