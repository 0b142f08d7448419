using Runink.Raft;

namespace Runink.Barn;

/// <summary>
/// Reads the log when a node starts. What a crash left half written is cut off, and what is left made durable, before anyone
/// relies on it: a process that dies alone leaves behind what was written and not yet synced.
/// </summary>
internal sealed class LogRecovery
{
    private readonly IDisk _disk;
    private readonly RecoveredLog _log = new();
    private readonly List<LogDamage> _damages = [];

    // What cannot be read since the last batch that is relied on; it may have held anything.
    private readonly List<LogDamage> _doubts = [];
    private readonly RecordReplay _replay;
    private readonly bool _asksOthers;

    private LogRecovery(IDisk disk, bool asksOthers) => (_disk, _asksOthers, _replay) = (disk, asksOthers, new RecordReplay(_log));

    /// <param name="disk">Where the log is.</param>
    /// <param name="asksOthers">Whether entries that are lost may be asked of the other members of their group.</param>
    /// <exception cref="LogDamagedException">Something that was durable cannot be read. Nothing was changed.</exception>
    public static RecoveredLog Run(IDisk disk, bool asksOthers = false)
    {
        var recovery = new LogRecovery(disk, asksOthers);
        var segments = SegmentList.Read(disk, recovery._damages);
        recovery.ThrowIfDamaged();
        recovery.Read(segments);
        recovery.ThrowIfDamaged();
        return recovery._log;
    }

    private void Read(SegmentList segments)
    {
        if (segments.Headers.Count > 0) _log.OldestSegment = segments.Headers[0].Sequence;
        SegmentReader? last = null;
        SegmentReader? previous = null;
        for (var i = 0; i < segments.Headers.Count; i++)
        {
            SegmentHeader? next = i + 1 < segments.Headers.Count ? segments.Headers[i + 1] : null;
            (previous, last) = (last, Read(segments.Headers[i], next, isOldest: i == 0));
        }

        if (last is { IsSealed: true })
            _damages.Add(new LogDamage(SegmentHeader.NameOf(segments.Headers[^1].Sequence + 1), 0, "the segment is missing"));
        _damages.InsertRange(0, _doubts);
        if (_damages.Count == 0) CheckEntries();
        else _damages.AddRange(_log.Lost);
        ThrowIfDamaged();
        if (segments.Unbegun is { } unbegun)
        {
            _disk.Delete(unbegun);
            _disk.SyncFolder(SegmentHeader.Folder);
        }

        if (last is not null) GoOn(segments, last, previous);
    }

    private SegmentReader Read(SegmentHeader header, SegmentHeader? next, bool isOldest)
    {
        var name = header.FileName;
        byte[] bytes;
        using (var file = _disk.Open(name)) bytes = SegmentFile.Read(name, file);
        if (bytes.Length < (long)header.Room)
            _damages.Add(new LogDamage(name, bytes.Length, $"the file is cut off; it had {header.Room} bytes from the start"));
        var reader = new SegmentReader(name, bytes, header, next, _doubts);
        while (reader.Next(out var records))
        {
            var isNews = BeginsAnew(records.Span);
            if (_damages.Count > 0 || _doubts.Count > 0)
            {
                _doubts.AddRange(reader.Lost.Select(lost => lost.Damage));
                continue;
            }

            isNews |= isOldest && reader.Batch == header.FirstBatch;
            var problem = _replay.Replay(header.Sequence, isNews, records, reader.Lost);
            if (problem is not null) _damages.Add(new LogDamage(name, reader.End, $"batch {reader.Batch}: {problem}"));
        }

        return reader;
    }

    /// <summary>
    /// Behind damage, where a batch says all about all groups again (votes, terms, how long their logs are), the log begins anew: only of
    /// entries that were written before is it not known what they are, for what cannot be read may have replaced any of them.
    /// </summary>
    private bool BeginsAnew(ReadOnlySpan<byte> records)
    {
        if (_doubts.Count == 0 || _damages.Count > 0 || !_asksOthers || !RecordReplay.BeginsWithCheckpoints(records)) return false;
        _log.BeginAnew(_doubts[0]);
        _doubts.Clear();
        return true;
    }

    private void CheckEntries()
    {
        foreach (var (id, group) in _log.Groups)
        {
            if (_log.Doubt is { } doubt) LoseDoubtful(group, doubt);
            var entries = _log.Entries[id].ToList(group.Base.Index, out var missing);
            if (missing is { } first)
            {
                var problem = "a segment that held entries is gone";
                _damages.Add(new LogDamage(SegmentHeader.NameOf(_log.OldestSegment), 0, problem, id, first, group.LastIndex));
            }

            _log.Lists.Add(id, entries);
        }

        // What was written again since then, cut or compacted away, or of a group that ended, is not missed.
        _log.Lost.RemoveAll(lost => !_log.Groups.TryGetValue(lost.Group, out var group) || !group.HasLost(lost.First, lost.Last));
        _damages.AddRange(_log.Lost.Where(lost => !_asksOthers || !HasOthers(lost.Group)));
    }

    /// <summary>
    /// What was written before the damage and not again since is lost. As long as it is, everything stays that it may stand in.
    /// </summary>
    private void LoseDoubtful(GroupLog group, LogDamage doubt)
    {
        var gaps = _log.Entries[group.Id].FillGaps(group.Base.Index);
        for (var from = 0; from < gaps.Count;)
        {
            var through = from;
            while (through + 1 < gaps.Count && gaps[through + 1] == gaps[through].Next) through++;
            var (first, last) = (gaps[from], gaps[through]);
            group.Wrote(first, last, _log.OldestSegment, bytes: 0);
            group.Lost(first, last);
            _log.Lost.Add(doubt with { Group = group.Id, First = first, Last = last });
            from = through + 1;
        }
    }

    /// <summary>Whether the group has other members, by the newest membership that can be read.</summary>
    private bool HasOthers(GroupId id)
    {
        var membership = _log.Lists[id].LastOrDefault(entry => entry.Membership is not null)?.Membership ?? _log.Groups[id].Base.Membership;
        return membership.AllIds.Skip(1).Any();
    }

    /// <summary>Opens the last segment where the log is to go on.</summary>
    private void GoOn(SegmentList segments, SegmentReader last, SegmentReader? previous)
    {
        var header = segments.Headers[^1];
        (_log.LastBatch, _log.Chain) = (last.Batch, last.Chain);
        // Nothing may be written to a segment that the one before does not announce, else its loss would not be noticed.
        if (previous is { IsSealed: false } && last.End == SegmentHeader.Size)
        {
            using var old = _disk.Open(segments.Headers[^2].FileName);
            SegmentWriter.WriteSeal(old, previous.End, segments.Headers[^2].Salt, header);
        }

        var file = _disk.Open(header.FileName);
        try
        {
            if (last.IsTorn) Clear(file, last.TornFrom);
            file.Sync();
            _disk.SyncFolder(SegmentHeader.Folder);
            Span<byte> mark = stackalloc byte[FrameHeader.Size];
            new FrameHeader(FrameKind.Mark, last.Batch, 0, last.Chain).Write(mark, header.Salt);
            file.Write(last.End, mark);
        }
        catch
        {
            file.Dispose();
            throw;
        }

        _log.Open = (file, header, last.End);
    }

    /// <summary>Zeros from there to the end: the file keeps its length and its room.</summary>
    private static void Clear(IDiskFile file, long from)
    {
        var zeros = new byte[64 << 10];
        var found = new byte[zeros.Length];
        for (var length = file.Length; from < length; from += zeros.Length)
        {
            var read = file.Read(from, found);
            if (found.AsSpan(0, read).ContainsAnyExcept((byte)0)) file.Write(from, zeros.AsSpan(0, read));
        }
    }

    private void ThrowIfDamaged()
    {
        if (_damages.Count > 0) throw new LogDamagedException(_damages);
    }
}
