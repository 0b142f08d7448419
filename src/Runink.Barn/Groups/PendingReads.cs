using Runink.Raft;

namespace Runink.Barn;

/// <summary>
/// Reads that must see everything acknowledged before they were asked. All that are asked in one turn are one question to the group;
/// a question that nobody could answer is asked again, under another name.
/// </summary>
/// <param name="incarnation">This life of the node, above the bits of the questions.</param>
internal sealed class PendingReads(ulong incarnation)
{
    private const ulong QuestionBits = (1UL << 40) - 1;

    private readonly Waiting<List<PendingRead>> _asked = new();
    private readonly PriorityQueue<List<PendingRead>, long> _toApply = new();
    private List<PendingRead> _gathered = [];
    private long _lastQuestion;

    /// <summary>Takes a read in; it is asked with the others of the turn.</summary>
    public void Add(PendingRead read) => _gathered.Add(read);

    /// <summary>What gathered becomes a question; null when nothing did.</summary>
    public ulong? Ask()
    {
        if (_gathered.Count == 0) return null;
        _asked.Add(++_lastQuestion, _gathered, _gathered[0].Deadline);
        _gathered = [];
        return incarnation | (ulong)_lastQuestion;
    }

    /// <summary>The answer came: the reads are served once so much is applied.</summary>
    public void Answered(ulong context, LogIndex index)
    {
        if (_asked.Take((long)(context & QuestionBits)) is { } reads) _toApply.Enqueue(reads, index.Value);
    }

    /// <summary>Nobody can answer now: the reads gather again. Hands them out instead if they are not to wait.</summary>
    public List<PendingRead> Refused(ulong context, bool mayWait)
    {
        if (_asked.Take((long)(context & QuestionBits)) is not { } reads) return [];
        if (!mayWait) return reads;
        reads.AddRange(_gathered);
        _gathered = reads;
        return [];
    }

    /// <summary>Takes reads whose index is applied; null when there are none.</summary>
    public List<PendingRead>? TakeApplied(LogIndex applied) =>
        _toApply.TryPeek(out _, out var index) && index <= applied.Value ? _toApply.Dequeue() : null;

    /// <summary>Takes reads that waited too long.</summary>
    public IEnumerable<PendingRead> TakeOverdue(long now)
    {
        while (_asked.TakeOverdue(now) is { } reads) _gathered.AddRange(reads);
        var overdue = new List<PendingRead>();
        MoveOverdue(_gathered, now, overdue);
        // The answer came, and the entries up to it do not: the disk hangs, and what is not on it is not applied.
        foreach (var (reads, _) in _toApply.UnorderedItems) MoveOverdue(reads, now, overdue);
        return overdue;
    }

    /// <summary>Takes all.</summary>
    public IEnumerable<PendingRead> TakeAll()
    {
        var all = _gathered;
        _gathered = [];
        while (_asked.TakeOldest() is { } reads) all.AddRange(reads);
        while (_toApply.TryDequeue(out var reads, out _)) all.AddRange(reads);
        return all;
    }

    private static void MoveOverdue(List<PendingRead> reads, long now, List<PendingRead> overdue)
    {
        // The oldest are first, but for those that were asked again.
        if (!reads.Exists(read => read.Deadline <= now)) return;
        overdue.AddRange(reads.Where(read => read.Deadline <= now));
        reads.RemoveAll(read => read.Deadline <= now);
    }
}
