using Runink.Raft;

namespace Runink.Barn;

/// <summary>Does to what is known of the groups what the records of the log say.</summary>
internal sealed class RecordReplay(RecoveredLog log)
{
    /// <summary>Whether a batch begins with checkpoints, which are of all groups then.</summary>
    public static bool BeginsWithCheckpoints(ReadOnlySpan<byte> records) =>
        !records.IsEmpty && RecordHeader.Parse(records).Type == RecordType.Checkpoint;

    /// <summary>Carries out the records of a batch.</summary>
    /// <param name="segment">The segment that they are in.</param>
    /// <param name="isFirst">Whether it is the first one that is read, in which checkpoints are news.</param>
    /// <param name="records">The records, which are what was written.</param>
    /// <param name="lost">Those of which only the heads are what was written.</param>
    /// <returns>What contradicts what came before, or null.</returns>
    public string? Replay(ulong segment, bool isFirst, ReadOnlyMemory<byte> records, IReadOnlyList<LostRecord> lost)
    {
        var next = 0;
        for (var at = 0; at < records.Length;)
        {
            var record = RecordHeader.Parse(records.Span[at..]);
            var isLost = next < lost.Count && lost[next].At == at;
            var problem = isLost
                ? Lose(segment, record, lost[next++].Damage)
                : Replay(segment, isFirst, record, records.Slice(at + RecordHeader.Size, (int)record.PayloadLength));
            if (problem is not null) return $"a record ({record.Type}) of group {record.Group} {problem}";
            at += (int)record.TotalLength;
        }

        return null;
    }

    /// <summary>Entries that cannot be read were there: something stands in their places, and the log is no shorter.</summary>
    private string? Lose(ulong segment, RecordHeader record, LogDamage damage)
    {
        if (!log.Groups.TryGetValue(record.Group, out var group)) return "comes before the group was founded";
        if (record.Index > group.LastIndex.Next) return $"puts entry {record.Index} behind entry {group.LastIndex}";
        var entries = log.Entries[record.Group];
        for (var index = LogIndex.Max(record.Index, group.Base.Index.Next); index <= record.LastIndex; index = index.Next)
            entries.Put(Entry.Rotten(index));
        group.Wrote(record.Index, record.LastIndex, segment, record.PayloadLength);
        group.Lost(record.Index, record.LastIndex);
        log.Lost.Add(damage);
        return null;
    }

    private string? Replay(ulong segment, bool isFirst, RecordHeader record, ReadOnlyMemory<byte> payload)
    {
        if (record.Type == RecordType.Checkpoint) return Checkpoint(record, payload.Span, isFirst);
        if (!log.Groups.TryGetValue(record.Group, out var group)) return Found(record, payload.Span);
        var entries = log.Entries[record.Group];
        switch (record.Type)
        {
            case RecordType.Entries:
                return Append(group, entries, record, payload, segment);
            case RecordType.Truncate:
                if (record.Index <= group.Base.Index) return $"cuts at {record.Index} a log that begins after {group.Base.Index}";
                group.Truncate(record.Index);
                entries.Truncate(record.Index);
                return null;
            case RecordType.Vote:
                if (!StateRecords.TryReadVote(payload.Span, out var term, out var votedFor)) return "is malformed";
                (group.Term, group.VotedFor) = (term, votedFor);
                return null;
            case RecordType.End:
                log.Groups.Remove(record.Group);
                log.Entries.Remove(record.Group);
                return null;
            case RecordType.Base or RecordType.Install:
                return Rebase(group, entries, record, payload.Span);
            default:
                return "is of a kind that this program does not know";
        }
    }

    private static string? Append(
        GroupLog group, RecoveredEntries entries, RecordHeader record, ReadOnlyMemory<byte> payload, ulong segment)
    {
        // Copied, so that what Raft keeps does not keep the whole segment in memory.
        if (EntryCodec.Read(payload.ToArray(), record.Index, record.Count) is not { } read) return "is malformed";
        if (record.Index > group.LastIndex.Next) return $"puts entry {record.Index} behind entry {group.LastIndex}";
        foreach (var entry in read)
            if (entry.Index > group.Base.Index) entries.Put(entry);
        group.Wrote(record.Index, read[^1].Index, segment, payload.Length);
        return null;
    }

    private static string? Rebase(GroupLog group, RecoveredEntries entries, RecordHeader record, ReadOnlySpan<byte> payload)
    {
        if (StateRecords.ReadBase(record.Index, payload, out var keepsLog) is not { } description) return "is malformed";
        if (record.Type == RecordType.Base && (!keepsLog || record.Index > group.LastIndex || record.Index < group.Base.Index))
            return $"compacts through {record.Index} a log from {group.Base.Index} to {group.LastIndex}";
        var isEmptied = !keepsLog || record.Index > group.LastIndex;
        group.Rebase(description, keepsLog);
        if (isEmptied) entries.Reset(record.Index);
        else entries.Compact(record.Index);
        return null;
    }

    private string? Found(RecordHeader record, ReadOnlySpan<byte> payload)
    {
        if (record.Type != RecordType.Base) return "comes before the group was founded";
        if (StateRecords.ReadBase(record.Index, payload, out _) is not { } founding) return "is malformed";
        if (record.Index != LogIndex.Zero) return $"founds the group at {record.Index}";
        Add(new GroupLog(record.Group, founding));
        return null;
    }

    private string? Checkpoint(RecordHeader record, ReadOnlySpan<byte> payload, bool isFirst)
    {
        if (StateRecords.ReadCheckpoint(record.Group, record.Index, payload) is not { } found) return "is malformed";
        if (!log.Groups.TryGetValue(record.Group, out var known))
        {
            if (!isFirst) return "knows a group that was never founded";
            Add(found);
            return null;
        }

        var isSame = known.Base == found.Base && known.LastIndex == found.LastIndex && known.Term == found.Term
            && known.VotedFor == found.VotedFor;
        return isSame ? null : $"says {Describe(found)}, and the log before it {Describe(known)}";
    }

    private void Add(GroupLog group)
    {
        log.Groups.Add(group.Id, group);
        log.Entries.Add(group.Id, new RecoveredEntries(group.LastIndex));
    }

    private static string Describe(GroupLog group) =>
        $"t{group.Term} vote {group.VotedFor} log {group.Base.Index}..{group.LastIndex}";
}
