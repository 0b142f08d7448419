namespace Runink.Raft;

/// <summary>
/// What of the log storage holds: which entries were handed to it, which of those are durable, and which it has lost. Appends
/// become durable in order, so the durable part is everything up to a tail, less the gaps that are being repaired.
/// </summary>
internal sealed class LogWriter
{
    private List<Gap> _gaps = [];
    private LogIndex _handedOver;
    private LogIndex? _truncateFrom;
    private LogIndex _durableTail;

    /// <summary>Starts with a log that is durable but for what is rotten in it.</summary>
    public LogWriter(RaftLog log)
    {
        (_handedOver, _durableTail) = (log.LastIndex, log.LastIndex);
        for (var i = log.FirstIndex; i <= log.LastIndex; i = i.Next)
            if (log.At(i).Kind == EntryKind.Rotten) _gaps.Add(new Gap(i));
    }

    private LogWriter()
    {
    }

    /// <summary>The last entry up to which everything is durable here.</summary>
    public LogIndex Durable => _gaps.Count == 0 ? _durableTail : LogIndex.Min(_durableTail, _gaps[0].Index.Previous);

    /// <summary>The log was cut: what storage holds from there on must go, and is durable no more.</summary>
    public void Truncated(LogIndex from, PendingWrites writes)
    {
        if (_handedOver >= from)
        {
            _truncateFrom = _truncateFrom is { } earlier ? LogIndex.Min(earlier, from) : from;
            _handedOver = from.Previous;
        }

        _durableTail = LogIndex.Min(_durableTail, from.Previous);
        _gaps.RemoveAll(gap => gap.Index >= from);
        // Else a write of entries that are gone would count for those that took their indexes (the ABA of asynchronous appends).
        writes.ClampAppends(from.Previous);
    }

    /// <summary>Storage lost an entry that was durable.</summary>
    public void Lost(LogIndex index)
    {
        if (index > _handedOver || _gaps.Exists(gap => gap.Index == index)) return;
        _gaps.Add(new Gap(index));
        _gaps.Sort((a, b) => a.Index.CompareTo(b.Index));
    }

    /// <summary>A snapshot takes the place of the whole log: nothing is durable until it is installed.</summary>
    public void Reset(LogIndex index, PendingWrites writes)
    {
        writes.ClampAppends(LogIndex.Zero);
        _gaps.Clear();
        (_handedOver, _durableTail, _truncateFrom) = (index, LogIndex.Zero, null);
    }

    /// <summary>Once it is installed, a snapshot takes the place of the entries up to there, the lost ones among them.</summary>
    public void Rebase(LogIndex index, WriteId installation)
    {
        for (var i = 0; i < _gaps.Count && _gaps[i].Index <= index; i++) _gaps[i] = new Gap(_gaps[i].Index, installation);
    }

    /// <summary>Entries up to there are durable.</summary>
    public void BecameDurable(LogIndex through, WriteId write)
    {
        _durableTail = LogIndex.Max(_durableTail, through);
        _gaps.RemoveAll(gap => gap.Repair is { } repair && repair.Value <= write.Value);
    }

    /// <summary>Entries up to there are compacted away, covered by a snapshot that is durable.</summary>
    public void Compacted(LogIndex through) => _gaps.RemoveAll(gap => gap.Index <= through);

    /// <summary>Hands everything to storage that it was not given yet.</summary>
    public void Flush(RaftLog log, PendingWrites writes, List<Effect> effects)
    {
        Repair(log, writes, effects);
        if (IsFlushed(log)) return;
        var entries = log.Slice(_handedOver.Next, log.LastIndex, int.MaxValue, long.MaxValue);
        effects.Add(new Append(writes.IssueAppend(log.LastIndex), entries, _truncateFrom));
        (_handedOver, _truncateFrom) = (log.LastIndex, null);
    }

    /// <summary>Whether storage was handed everything.</summary>
    public bool IsFlushed(RaftLog log) => _truncateFrom is null && _handedOver == log.LastIndex;

    public LogWriter Clone() =>
        new() { _gaps = [.. _gaps], _handedOver = _handedOver, _truncateFrom = _truncateFrom, _durableTail = _durableTail };

    public void Hash(ref StateHasher hasher)
    {
        hasher.Add(_handedOver);
        hasher.Add(_durableTail);
        hasher.Add(_truncateFrom?.Value ?? -1);
        hasher.Add(_gaps.Count);
        foreach (var gap in _gaps)
        {
            hasher.Add(gap.Index);
            hasher.Add(gap.Repair is not null);
        }
    }

    /// <summary>
    /// An entry that was brought back may be the reason to cut what stood behind it: both are one write, for terms never go back
    /// along a log, and a crash between two writes would leave one in which they do.
    /// </summary>
    private void Repair(RaftLog log, PendingWrites writes, List<Effect> effects)
    {
        for (var i = 0; i < _gaps.Count; i++)
        {
            var index = _gaps[i].Index;
            if (_gaps[i].Repair is not null || log.At(index).Kind == EntryKind.Rotten) continue;
            var id = writes.IssueAppend(LogIndex.Zero);
            effects.Add(new Append(id, [log.At(index)], _truncateFrom));
            (_gaps[i], _truncateFrom) = (new Gap(index, id), null);
        }
    }

    /// <summary>An entry that storage lost, with the write that brings it back.</summary>
    private readonly record struct Gap(LogIndex Index, WriteId? Repair = null);
}
