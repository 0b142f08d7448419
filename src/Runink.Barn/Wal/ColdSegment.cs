using Runink.Raft;

namespace Runink.Barn;

/// <summary>One reading of an old segment for what is still needed of it; a job of its own, away from the log.</summary>
/// <param name="disk">Where it is.</param>
/// <param name="segment">Which one.</param>
/// <param name="wanted">The runs of entries in it that were needed when the job was given.</param>
internal sealed class ColdSegment(IDisk disk, ulong segment, IReadOnlyDictionary<GroupId, EntryRuns.Run[]> wanted)
{
    /// <summary>What was found; of two entries of a group with one index, the later.</summary>
    public SortedDictionary<(GroupId Group, LogIndex Index), Entry> Found { get; } = [];

    private long Missing => wanted.Values.Sum(runs => runs.Sum(run => run.Last - run.First + 1)) - Found.Count;

    /// <exception cref="LogDamagedException">Something that is wanted of it is damaged.</exception>
    public void Read()
    {
        var name = SegmentHeader.NameOf(segment);
        List<LogDamage> damages = [];
        using var file = disk.Open(name);
        var bytes = SegmentFile.Read(name, file);
        if (SegmentHeader.Read(bytes, out var header) is { } problem)
            throw new LogDamagedException([new LogDamage(name, 0, problem)]);
        var reader = new SegmentReader(name, bytes, header, next: null, damages);
        for (var (isMore, known) = (true, 0); isMore; known = damages.Count)
        {
            isMore = reader.Next(out var records);
            // What cannot be read may have replaced what was found before it.
            if (damages.Count > known) Found.Clear();
            if (isMore) Select(records, reader.Lost, damages);
        }

        // What was damaged may be written again behind it, where others gave it back.
        if (damages.Count > 0 && Missing > 0) throw new LogDamagedException(damages);
    }

    private void Select(ReadOnlyMemory<byte> records, IReadOnlyList<LostRecord> lost, List<LogDamage> damages)
    {
        var next = 0;
        for (var at = 0; at < records.Length;)
        {
            var record = RecordHeader.Parse(records.Span[at..]);
            if (next >= lost.Count || lost[next].At != at) Select(record, records[at..]);
            else if (IsWanted(record)) Lose(record, lost[next++].Damage, damages);
            else next++;
            at += (int)record.TotalLength;
        }
    }

    private void Lose(RecordHeader record, LogDamage damage, List<LogDamage> damages)
    {
        damages.Add(damage);
        for (var index = record.Index; index <= record.LastIndex; index = index.Next) Found.Remove((record.Group, index));
    }

    private bool IsWanted(RecordHeader record) => record.Type == RecordType.Entries && wanted.TryGetValue(record.Group, out var runs)
        && runs.Any(run => run.First < record.Index.Value + record.Count && record.Index.Value <= run.Last);

    private void Select(RecordHeader record, ReadOnlyMemory<byte> bytes)
    {
        // Copied only if something of it is wanted.
        if (!IsWanted(record)) return;
        var runs = wanted[record.Group];
        var payload = bytes.Slice(RecordHeader.Size, (int)record.PayloadLength).ToArray();
        foreach (var entry in EntryCodec.Read(payload, record.Index, record.Count) ?? [])
            if (runs.Any(run => run.First <= entry.Index.Value && entry.Index.Value <= run.Last))
                Found[(record.Group, entry.Index)] = entry;
    }
}
