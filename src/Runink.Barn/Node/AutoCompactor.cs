using Runink.Raft;

namespace Runink.Barn;

/// <summary>Decides when how much history is forgotten without anybody asking. Only a leader asks it.</summary>
internal sealed class AutoCompactor(AutoCompaction options)
{
    // Samples in a period: history is kept for the period and at most a tenth longer.
    private const int SamplesPerPeriod = 10;

    private readonly Queue<(MonotonicTime Time, long Revision)> _samples = new();
    private MonotonicTime _lastSample;
    private long _tooOld;

    /// <summary>Forgets what was sampled: another node led meanwhile.</summary>
    public void Reset()
    {
        _samples.Clear();
        _tooOld = 0;
    }

    /// <returns>The revision to compact at now, or 0; the same again until it is compacted, as a compaction may be refused.</returns>
    public long Due(MonotonicTime now, long revision, long compacted)
    {
        var due = options switch
        {
            { Period: { } period } => DueByAge(now, revision, (long)period.TotalNanoseconds),
            { Revisions: { } kept } when revision - compacted > kept + kept / SamplesPerPeriod => revision - kept,
            _ => 0,
        };
        return due > compacted ? due : 0;
    }

    private long DueByAge(MonotonicTime now, long revision, long period)
    {
        if (_samples.Count > 0 && now - _lastSample < period / SamplesPerPeriod) return _tooOld;
        _lastSample = now;
        _samples.Enqueue((now, revision));
        while (now - _samples.Peek().Time >= period) _tooOld = _samples.Dequeue().Revision;
        return _tooOld;
    }
}
