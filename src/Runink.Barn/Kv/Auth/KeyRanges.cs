namespace Runink.Barn;

/// <summary>A set of keys made of ranges that neither overlap nor touch, in their order.</summary>
internal sealed class KeyRanges
{
    private readonly List<(byte[] Start, byte[]? End)> _ranges = [];

    public KeyRanges(IEnumerable<KvPermission> permissions)
    {
        var ranges = permissions.Select(Range).ToList();
        ranges.Sort(static (left, right) => left.Start.AsSpan().SequenceCompareTo(right.Start));
        foreach (var (start, end) in ranges)
        {
            var last = _ranges.Count > 0 ? _ranges[^1] : default;
            if (last.Start is not null && Touches(last.End, start)) _ranges[^1] = (last.Start, Later(last.End, end));
            else _ranges.Add((start, end));
        }
    }

    /// <summary>Whether every key of a range is in the set.</summary>
    public bool Covers(ReadOnlySpan<byte> key, ReadOnlySpan<byte> rangeEnd)
    {
        foreach (var (start, end) in _ranges)
        {
            if (key.SequenceCompareTo(start) < 0) return false;
            if (end is null) return true;
            if (key.SequenceCompareTo(end) >= 0) continue;
            if (rangeEnd.IsEmpty) return true;
            return !KeySpan.IsEndless(rangeEnd) && rangeEnd.SequenceCompareTo(end) <= 0;
        }
        return false;
    }

    private static (byte[] Start, byte[]? End) Range(KvPermission permission)
    {
        var start = permission.Key.ToArray();
        if (KeySpan.IsEndless(permission.RangeEnd.Span)) return (start, null);
        return permission.RangeEnd.IsEmpty ? (start, [.. start, 0]) : (start, permission.RangeEnd.ToArray());
    }

    private static bool Touches(byte[]? end, byte[] start) => end is null || start.AsSpan().SequenceCompareTo(end) <= 0;

    private static byte[]? Later(byte[]? left, byte[]? right) =>
        left is null || right is null ? null : left.AsSpan().SequenceCompareTo(right) >= 0 ? left : right;
}
