namespace Runink.Barn;

/// <summary>A set of keys given by ranges: they are merged, so looking up takes the logarithm of their number.</summary>
internal sealed class DeletedRanges
{
    private readonly SortedSet<Range> _ranges = new(ByFirst.Instance);

    /// <summary>Adds a key or range, in the notation of the API.</summary>
    public void Add(ReadOnlyMemory<byte> key, ReadOnlyMemory<byte> rangeEnd)
    {
        if (rangeEnd.IsEmpty) Add(new Range(key, key, EndIsKey: true));
        else if (rangeEnd.Length == 1 && rangeEnd.Span[0] == 0) Add(new Range(key, null, EndIsKey: false));
        else if (key.Span.SequenceCompareTo(rangeEnd.Span) < 0) Add(new Range(key, rangeEnd, EndIsKey: false));
    }

    public void Add(DeletedRanges others)
    {
        foreach (var range in others._ranges) Add(range);
    }

    public bool Contains(ReadOnlyMemory<byte> key) => _ranges.Count != 0 && At(key) is { } range && range.Contains(key.Span);

    /// <summary>The last range that begins at or before a key.</summary>
    private Range? At(ReadOnlyMemory<byte> key)
    {
        if (_ranges.Count == 0 || _ranges.Min!.First.Span.SequenceCompareTo(key.Span) > 0) return null;
        return _ranges.GetViewBetween(_ranges.Min, new Range(key, key, EndIsKey: true)).Max;
    }

    private void Add(Range added)
    {
        var merged = added;
        if (At(added.First) is { } before && before.Contains(added.First.Span))
        {
            _ranges.Remove(before);
            merged = before.IsBeyond(added) ? before : new Range(before.First, added.End, added.EndIsKey);
        }

        while (NextInside(merged) is { } inside)
        {
            _ranges.Remove(inside);
            if (inside.IsBeyond(merged)) merged = new Range(merged.First, inside.End, inside.EndIsKey);
        }

        _ranges.Add(merged);
    }

    private Range? NextInside(Range range)
    {
        if (_ranges.Count == 0 || ByFirst.Instance.Compare(_ranges.Max!, range) < 0) return null;
        var next = _ranges.GetViewBetween(range, _ranges.Max!).Min;
        return next is not null && range.Contains(next.First.Span) ? next : null;
    }

    /// <param name="First">The first key.</param>
    /// <param name="End">The first key after it, or the last one; null: there is no end.</param>
    /// <param name="EndIsKey">Whether <paramref name="End"/> belongs to it.</param>
    private sealed record Range(ReadOnlyMemory<byte> First, ReadOnlyMemory<byte>? End, bool EndIsKey)
    {
        public bool Contains(ReadOnlySpan<byte> key) =>
            First.Span.SequenceCompareTo(key) <= 0 && (End is not { } end || key.SequenceCompareTo(end.Span) < (EndIsKey ? 1 : 0));

        /// <summary>Whether it ends after another.</summary>
        public bool IsBeyond(Range other)
        {
            if (other.End is not { } otherEnd) return false;
            if (End is not { } end) return true;
            var order = end.Span.SequenceCompareTo(otherEnd.Span);
            return order > 0 || (order == 0 && EndIsKey && !other.EndIsKey);
        }
    }

    private sealed class ByFirst : IComparer<Range>
    {
        public static ByFirst Instance { get; } = new();

        public int Compare(Range? x, Range? y) => x!.First.Span.SequenceCompareTo(y!.First.Span);
    }
}
