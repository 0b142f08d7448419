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

    private readonly Dictionary<long, List<IConfirmable>> _asked = [];
    private readonly PriorityQueue<List<IConfirmable>, long> _toApply = new();
    private List<IConfirmable> _gathered = [];
    private long _lastQuestion;

    public bool IsEmpty => _gathered.Count == 0 && _asked.Count == 0 && _toApply.Count == 0;

    /// <summary>Takes a read in; it is asked with the others of the turn.</summary>
    public void Add(IConfirmable read) => _gathered.Add(read);

    /// <summary>What gathered becomes a question; null when nothing did.</summary>
    public ulong? Ask()
    {
        if (_gathered.Count == 0) return null;
        _asked.Add(++_lastQuestion, _gathered);
        _gathered = [];
        return incarnation | (ulong)_lastQuestion;
    }

    /// <summary>The answer came: the reads are served once so much is applied.</summary>
    public void Answered(ulong context, LogIndex index)
    {
        if (_asked.Remove((long)(context & QuestionBits), out var reads)) _toApply.Enqueue(reads, index.Value);
    }

    /// <summary>Nobody can answer now: the reads gather again. Hands them out instead if they are not to wait.</summary>
    public List<IConfirmable> Refused(ulong context, bool mayWait)
    {
        if (!_asked.Remove((long)(context & QuestionBits), out var reads)) return [];
        if (!mayWait) return reads;
        reads.AddRange(_gathered);
        _gathered = reads;
        return [];
    }

    /// <summary>Takes reads whose index is applied; null when there are none.</summary>
    public List<IConfirmable>? TakeApplied(LogIndex applied) =>
        _toApply.TryPeek(out _, out var index) && index <= applied.Value ? _toApply.Dequeue() : null;

    /// <summary>Takes reads that waited too long, wherever they are.</summary>
    public List<IConfirmable> TakeOverdue(long now)
    {
        var overdue = new List<IConfirmable>();
        MoveOverdue(_gathered, now, overdue);
        foreach (var (question, reads) in _asked)
        {
            MoveOverdue(reads, now, overdue);
            if (reads.Count == 0) _asked.Remove(question);
        }

        // The answer came, and the entries up to it do not: the disk hangs, and what is not on it is not applied.
        foreach (var (reads, _) in _toApply.UnorderedItems) MoveOverdue(reads, now, overdue);
        return overdue;
    }

    /// <summary>Takes all.</summary>
    public List<IConfirmable> TakeAll()
    {
        var all = _gathered;
        _gathered = [];
        foreach (var asked in _asked.Values) all.AddRange(asked);
        _asked.Clear();
        while (_toApply.TryDequeue(out var reads, out _)) all.AddRange(reads);
        return all;
    }

    // Reads that are asked again mix with newer ones, so each is looked at.
    private static void MoveOverdue(List<IConfirmable> reads, long now, List<IConfirmable> overdue)
    {
        if (!reads.Exists(read => read.Deadline <= now)) return;
        overdue.AddRange(reads.Where(read => read.Deadline <= now));
        reads.RemoveAll(read => read.Deadline <= now);
    }
}
