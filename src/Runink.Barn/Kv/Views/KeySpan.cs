namespace Runink.Barn;

/// <summary>Which keys a pair of key and range end stands for, as etcd's API puts it.</summary>
internal readonly ref struct KeySpan
{
    private readonly ReadOnlySpan<byte> _end;
    private readonly bool _endless;

    public KeySpan(ReadOnlySpan<byte> key, ReadOnlySpan<byte> rangeEnd)
    {
        Start = key;
        _end = rangeEnd;
        IsSingle = rangeEnd.IsEmpty;
        _endless = IsEndless(rangeEnd);
    }

    /// <summary>The first key.</summary>
    public ReadOnlySpan<byte> Start { get; }

    /// <summary>Whether there is only the one key.</summary>
    public bool IsSingle { get; }

    /// <summary>Whether a range end stands for no end.</summary>
    public static bool IsEndless(ReadOnlySpan<byte> rangeEnd) => rangeEnd.Length == 1 && rangeEnd[0] == 0;

    /// <summary>Whether a key that is not before the start lies inside; not for a single key.</summary>
    public bool Reaches(ReadOnlySpan<byte> key) => _endless || key.SequenceCompareTo(_end) < 0;

    /// <summary>Whether a key lies inside.</summary>
    public bool Contains(ReadOnlySpan<byte> key) =>
        IsSingle ? key.SequenceEqual(Start) : key.SequenceCompareTo(Start) >= 0 && Reaches(key);
}
