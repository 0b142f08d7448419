using Runink.Raft;

namespace Runink.Simulation;

/// <summary>
/// Two logs with an entry of the same index and term are the same up to it (Raft paper, section 5.3). Index and term must name one
/// content and one entry before it; by induction the rest of the logs is then the same, too.
/// </summary>
public sealed class LogMatching(EntryLedger ledger, LogShadows shadows) : Invariant
{
    public override string Rule => "Log matching";

    public override void Started(IObservedNode node) => shadows.Restart(node);

    public override void Emitted(IObservedNode node, Effect effect)
    {
        switch (effect)
        {
            case Append append:
                var told = shadows.Told(node.Id);
                if (append.TruncateFrom is { } from) told.TruncateFrom(from);
                foreach (var entry in append.Entries)
                {
                    Check(node, told, entry);
                    told.Put(entry);
                }

                break;
            case InstallSnapshot install:
                shadows.Told(node.Id).Install(install);
                break;
            case CompactLog compact:
                shadows.Told(node.Id).CompactThrough(compact.Base);
                shadows.OnDisk(node.Id).CompactThrough(compact.Base);
                break;
        }
    }

    public override void Persisted(IObservedNode node, Write write, int entries)
    {
        var disk = shadows.OnDisk(node.Id);
        if (write is InstallSnapshot install) disk.Install(install);
        if (write is not Append append) return;
        if (append.TruncateFrom is { } from) disk.TruncateFrom(from);
        for (var i = 0; i < entries; i++)
        {
            var entry = append.Entries[i];
            disk.Put(entry);
            var record = ledger.Find(entry.Index, entry.Term)!;
            record.DurableOn = record.DurableOn.With(node.Id);
        }
    }

    private void Check(IObservedNode node, LogShadow told, Entry entry)
    {
        if (entry.Kind == EntryKind.Rotten) Broken($"node {node.Id} writes {entry}");
        if (told.TermAt(entry.Index.Previous) is not { } previous)
        {
            Broken($"node {node.Id} writes {entry}, and nothing stands before it; its log ends at {told.Last}");
            return;
        }

        if (ledger.Find(entry.Index, entry.Term) is not { } record)
        {
            ledger.Add(entry, previous);
            return;
        }

        if (record.Previous != previous)
            Broken($"node {node.Id} has {entry} after an entry of term {previous}, another node had it after one of {record.Previous}");
        if (ReferenceEquals(record.Entry, entry)) return;
        if (record.Entry.Kind != entry.Kind || !Equals(record.Entry.Membership, entry.Membership))
            Broken($"node {node.Id} has {entry}, another node had {record.Entry}");
        if (node.Options.Witness) return;
        if (!record.Entry.Command.Span.SequenceEqual(entry.Command.Span))
            Broken($"node {node.Id} has another command in {entry} than another node had");
    }
}
