using System.Buffers;

namespace Runink.Barn;

/// <summary>
/// Writes a view as a snapshot: what is left of the time before the last compaction by key, every change since by revision, and
/// at the end the hash of it all. Described in docs/internals/kv.md. Takes little memory, and nothing of the writer's time: any
/// thread may write while the machine applies, as long as it holds the history (<see cref="KvMachine.HoldHistory"/>).
/// </summary>
public static class KvSnapshot
{
    /// <summary>
    /// The version that is written of a state in which groups have quotas; else the one before. Readers refuse those they do not know.
    /// </summary>
    public const byte FormatVersion = 4;

    /// <summary>The oldest version that is read.</summary>
    internal const byte OldestFormatVersion = 1;

    /// <summary>The first version that knows members.</summary>
    internal const byte MembersSince = 2;

    /// <summary>The first version that knows groups.</summary>
    internal const byte GroupsSince = 3;

    /// <summary>The first version that knows groups' quotas.</summary>
    internal const byte QuotasSince = 4;

    /// <summary>What a snapshot begins with.</summary>
    internal static ReadOnlySpan<byte> Magic => "RKVS"u8;

    /// <summary>Says that another version follows in the base.</summary>
    internal const byte More = 1;

    /// <summary>Writes a view.</summary>
    /// <exception cref="InvalidOperationException">The history was not held and is not complete any more.</exception>
    public static void Write(KvView view, Stream stream)
    {
        var output = new StreamOutput(stream);
        var writer = new KvWriter(output);
        writer.Raw(Magic);
        writer.Byte(view.Groups.HaveQuotas ? FormatVersion : GroupsSince);
        writer.Unsigned((ulong)view.AppliedIndex.Value);
        writer.Signed(view.CompactRevision);
        writer.Unsigned((ulong)view.Revision);
        WriteTables(writer, view);
        WriteBase(writer, view);
        WriteLog(writer, view);
        writer.Wide(Seal(view));
        output.Flush();
        if (view.CutBefore > view.CompactRevision) throw Swept();
    }

    private static void WriteTables(KvWriter writer, KvView view)
    {
        writer.Unsigned((ulong)view.Leases.Count);
        foreach (var lease in view.Leases.All())
        {
            writer.Signed(lease.Id);
            writer.Signed(lease.TtlSeconds);
            writer.Signed(lease.RemainingSeconds);
        }
        writer.Unsigned((ulong)view.AlarmEntries.Length);
        foreach (var (member, alarm, quota) in view.AlarmEntries)
        {
            writer.Unsigned(member);
            writer.Byte((byte)alarm);
            writer.Signed(quota);
        }
        var block = new ArrayBufferWriter<byte>();
        AuthCodec.Write(new(block), view.Auth);
        writer.Bytes(block.WrittenSpan);
        block.ResetWrittenCount();
        SessionTable.Write(new(block), view.Sessions);
        writer.Bytes(block.WrittenSpan);
        block.ResetWrittenCount();
        MemberCodec.Write(new(block), view.Members);
        writer.Bytes(block.WrittenSpan);
        block.ResetWrittenCount();
        GroupCodec.Write(new(block), view.Groups);
        writer.Bytes(block.WrittenSpan);
    }

    /// <summary>Writes, by key, the versions from before the floor that are visible at it and later.</summary>
    private static void WriteBase(KvWriter writer, KvView view)
    {
        var floor = view.CompactRevision;
        var cursor = view.Root.From([]);
        while (floor > 0 && cursor.Next() is { } head)
        {
            KeyVersion? newer = null;
            var version = head;
            while (version is not null && version.ModRevision >= floor) (newer, version) = (version, version.Older);
            if (version is null || version.IsTombstone || newer?.ModRevision == floor) continue;
            writer.Byte(More);
            WriteVersion(writer, version);
            writer.Unsigned((ulong)version.ModRevision);
        }
        writer.Byte(0);
    }

    private static void WriteLog(KvWriter writer, KvView view)
    {
        for (var revision = FirstOfLog(view.CompactRevision); revision <= view.Revision; revision++)
        {
            var changes = view.Log[revision];
            if (changes.Count == 0) throw Swept();
            writer.Unsigned((ulong)changes.Count);
            for (var i = 0; i < changes.Count; i++) WriteVersion(writer, changes[i]);
        }
    }

    /// <summary>What a snapshot ends with: the hash of the state, and of where in the log it stands.</summary>
    internal static UInt128 Seal(KvView view) => view.StateHash() + VersionHash.Of(6, (ulong)view.AppliedIndex.Value);

    /// <summary>The first revision whose changes are in the log: the first that can be read, or the first of all.</summary>
    internal static long FirstOfLog(long floor) => Math.Max(floor, 2);

    private static void WriteVersion(KvWriter writer, KeyVersion version)
    {
        writer.Unsigned((ulong)version.KeyLength);
        writer.Unsigned((ulong)version.ValueLength);
        writer.Raw(version.KeySpan);
        writer.Raw(version.ValueSpan);
        writer.Unsigned((ulong)version.CreateRevision);
        writer.Unsigned((ulong)version.Version);
        writer.Signed(version.Lease);
    }

    private static InvalidOperationException Swept() =>
        new("the history of this view was swept: hold it while a snapshot is written");
}
