namespace Runink.Barn;

/// <summary>
/// In which segments a group's entries are: runs of consecutive entries in one segment, in the order of their indexes. There are
/// about as many as segments, so that plain lists do.
/// </summary>
internal sealed class EntryRuns
{
    private readonly List<Run> _runs = [];

    public IReadOnlyList<Run> All => _runs;

    /// <summary>The oldest segment that holds an entry; the largest number when there is none.</summary>
    public ulong OldestSegment
    {
        get
        {
            var oldest = ulong.MaxValue;
            for (var i = 0; i < _runs.Count; i++) oldest = Math.Min(oldest, _runs[i].Segment);
            return oldest;
        }
    }

    /// <summary>Entries were written to a segment; where they stood before they are not needed any more.</summary>
    public void Assign(long first, long last, ulong segment, long bytes)
    {
        if (_runs.Count > 0 && _runs[^1].Segment == segment && _runs[^1].Last + 1 == first)
        {
            var run = _runs[^1];
            _runs[^1] = run with { Last = last, Bytes = run.Bytes + bytes };
            return;
        }

        Cut(first);
        Cut(last + 1);
        var at = 0;
        while (at < _runs.Count && _runs[at].Last < first) at++;
        var overlapped = 0;
        while (at + overlapped < _runs.Count && _runs[at + overlapped].First <= last) overlapped++;
        _runs.RemoveRange(at, overlapped);
        _runs.Insert(at, new Run(first, last, segment, bytes));
    }

    public void RemoveFrom(long index)
    {
        Cut(index);
        while (_runs.Count > 0 && _runs[^1].First >= index) _runs.RemoveAt(_runs.Count - 1);
    }

    public void RemoveThrough(long index)
    {
        Cut(index + 1);
        var gone = 0;
        while (gone < _runs.Count && _runs[gone].Last <= index) gone++;
        _runs.RemoveRange(0, gone);
    }

    /// <summary>Whether an entry's newest copy is in the segment.</summary>
    public bool IsIn(long index, ulong segment)
    {
        for (var i = 0; i < _runs.Count; i++)
            if (_runs[i].First <= index && index <= _runs[i].Last) return _runs[i].Segment == segment;
        return false;
    }

    /// <summary>The last entry whose newest copy is in the segment; 0 when there is none.</summary>
    public long LastIn(ulong segment)
    {
        for (var i = _runs.Count - 1; i >= 0; i--)
            if (_runs[i].Segment == segment) return _runs[i].Last;
        return 0;
    }

    /// <summary>Bytes of the entries in a segment; where a run was cut, by proportion.</summary>
    public long BytesIn(ulong segment)
    {
        var bytes = 0L;
        for (var i = 0; i < _runs.Count; i++)
            if (_runs[i].Segment == segment) bytes += _runs[i].Bytes;
        return bytes;
    }

    /// <summary>Splits the run that goes across an index into one before it and one from it on.</summary>
    private void Cut(long index)
    {
        for (var i = _runs.Count - 1; i >= 0; i--)
        {
            var run = _runs[i];
            if (run.Last < index) return;
            if (run.First >= index) continue;
            var before = (long)((double)run.Bytes * (index - run.First) / (run.Last - run.First + 1));
            _runs[i] = run with { Last = index - 1, Bytes = before };
            _runs.Insert(i + 1, run with { First = index, Bytes = run.Bytes - before });
            return;
        }
    }

    /// <summary>Consecutive entries in one segment.</summary>
    internal readonly record struct Run(long First, long Last, ulong Segment, long Bytes);
}
