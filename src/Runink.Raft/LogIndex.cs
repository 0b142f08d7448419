namespace Runink.Raft;

/// <summary>The position of an entry in a group's log. The first entry has index 1; zero is before it.</summary>
/// <param name="Value">The position.</param>
public readonly record struct LogIndex(long Value) : IComparable<LogIndex>
{
    /// <summary>The position before the first entry.</summary>
    public static LogIndex Zero => default;

    /// <summary>The position after this one.</summary>
    public LogIndex Next => new(Value + 1);

    /// <summary>The position before this one.</summary>
    public LogIndex Previous => new(Value - 1);

    /// <summary>The smaller of two positions.</summary>
    public static LogIndex Min(LogIndex left, LogIndex right) => left < right ? left : right;

    /// <summary>The larger of two positions.</summary>
    public static LogIndex Max(LogIndex left, LogIndex right) => left > right ? left : right;

    /// <inheritdoc/>
    public int CompareTo(LogIndex other) => Value.CompareTo(other.Value);

    /// <summary>The number of positions from <paramref name="right"/> up to <paramref name="left"/>.</summary>
    public static long operator -(LogIndex left, LogIndex right) => left.Value - right.Value;

    /// <summary>The position <paramref name="count"/> further on.</summary>
    public static LogIndex operator +(LogIndex index, long count) => new(index.Value + count);

    /// <summary>Before.</summary>
    public static bool operator <(LogIndex left, LogIndex right) => left.Value < right.Value;

    /// <summary>After.</summary>
    public static bool operator >(LogIndex left, LogIndex right) => left.Value > right.Value;

    /// <summary>Before or the same.</summary>
    public static bool operator <=(LogIndex left, LogIndex right) => left.Value <= right.Value;

    /// <summary>After or the same.</summary>
    public static bool operator >=(LogIndex left, LogIndex right) => left.Value >= right.Value;

    /// <inheritdoc/>
    public override string ToString() => Value.ToString();
}
