using Microsoft.Win32.SafeHandles;
using Runink.Store.Machine;

namespace Runink.Store.Journal;

/// <summary>
/// The records a generation begins with: how many there are, the living leases, the entries as of the compacted revision, and
/// the history since then. Reading them yields the very state that was written.
/// </summary>
internal static class Snapshot
{
    private const int WriteAtOnce = 1 << 20;

    /// <summary>Writes a generation's file up to the end of its snapshot; returns its length and last checksum.</summary>
    public static (long Length, uint Chain) Write(SafeFileHandle file, GenerationName name, StoreMachine machine)
    {
        var header = JournalFormat.Header(name);
        RandomAccess.Write(file, header, 0);
        long length = header.Length;
        var records = new RecordBuffer();
        records.Reset(JournalFormat.ChainStart(header));

        var oldest = Math.Max(StoreMachine.FirstRevision, machine.CompactRevision);
        var entries = machine.Range(KeyRange.All, oldest).ToArray();
        records.Begin(RecordKind.Snapshot);
        records.Int64(machine.CompactRevision);
        records.Int64(machine.Leases.LastId);
        records.Int64(machine.Leases.Count + entries.Length + machine.History.Count);
        records.End();
        foreach (var lease in machine.Leases.All) Write(lease);
        foreach (var entry in entries)
        {
            CommandCodec.Write(records, entry);
            Drain(WriteAtOnce);
        }

        foreach (var change in machine.History) Write(new ChangeCommand(change.Revision, [.. change.Keys.Select(ToMutation)]));
        Drain(0);
        return (length, records.Chain);

        void Write(Command command)
        {
            CommandCodec.Write(records, command);
            Drain(WriteAtOnce);
        }

        void Drain(int above)
        {
            if (records.Written.Length <= above) return;
            RandomAccess.Write(file, records.Written, length);
            length += records.Written.Length;
            records.Reset(records.Chain);
        }
    }

    /// <summary>Reads the snapshot that a reader stands before.</summary>
    public static StoreMachine Read(RecordReader reader)
    {
        if (!reader.Read() || reader.Kind != RecordKind.Snapshot) throw reader.Senseless("its snapshot is missing");
        var head = new PayloadReader(reader.Payload);
        var machine = new StoreMachine(head.Int64(), head.Int64());
        for (var left = head.Int64(); left > 0; left--)
        {
            if (!reader.Read()) throw reader.Senseless("its snapshot is cut off after this record");
            if (reader.Kind == RecordKind.Entry) Replay.Restore(reader, machine);
            else Replay.Apply(reader, machine);
        }

        return machine;
    }

    private static Mutation ToMutation(KeyChange change) =>
        new(change.Kind, change.Entry.Key, change.Entry.Value, change.Entry.Lease);
}
