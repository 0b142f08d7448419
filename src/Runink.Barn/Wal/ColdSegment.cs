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

    /// <exception cref="LogDamagedException">It has become damaged since it was written.</exception>
    public void Read()
    {
        var name = SegmentHeader.NameOf(segment);
        List<LogDamage> damages = [];
        using var file = disk.Open(name);
        var bytes = SegmentFile.Read(name, file);
        if (SegmentHeader.Read(bytes, out var header) is { } problem)
            throw new LogDamagedException([new LogDamage(name, 0, problem)]);
        var reader = new SegmentReader(name, bytes, header, next: null, damages);
        while (reader.Next(out var records))
            for (; !records.IsEmpty; records = records[(int)RecordHeader.Parse(records.Span).TotalLength..])
                Select(RecordHeader.Parse(records.Span), records);
        if (damages.Count > 0) throw new LogDamagedException(damages);
    }

    private void Select(RecordHeader record, ReadOnlyMemory<byte> bytes)
    {
        if (record.Type != RecordType.Entries || !wanted.TryGetValue(record.Group, out var runs)) return;
        // Copied only if something of it is wanted.
        if (!runs.Any(run => run.First < record.Index.Value + record.Count && record.Index.Value <= run.Last)) return;
        var payload = bytes.Slice(RecordHeader.Size, (int)record.PayloadLength).ToArray();
        foreach (var entry in EntryCodec.Read(payload, record.Index, record.Count) ?? [])
            if (runs.Any(run => run.First <= entry.Index.Value && entry.Index.Value <= run.Last))
                Found[(record.Group, entry.Index)] = entry;
    }
}
