namespace Runink.Raft;

/// <summary>
/// A reading of a node's own monotonic clock (it runs on while the process is paused: <c>CLOCK_BOOTTIME</c>). Readings of
/// two nodes are never compared; only the rates of their clocks matter, and how far those may differ is
/// <see cref="RaftOptions.ClockDriftPartsPerMillion"/>. The host reads the clock <b>after</b> it took the input from its queue.
/// </summary>
/// <param name="Nanoseconds">Nanoseconds since a point that is fixed while the process lives.</param>
public readonly record struct MonotonicTime(long Nanoseconds) : IComparable<MonotonicTime>
{
    /// <inheritdoc/>
    public int CompareTo(MonotonicTime other) => Nanoseconds.CompareTo(other.Nanoseconds);

    /// <summary>The reading some nanoseconds later.</summary>
    public static MonotonicTime operator +(MonotonicTime time, long nanoseconds) => new(time.Nanoseconds + nanoseconds);

    /// <summary>Nanoseconds from <paramref name="right"/> to <paramref name="left"/>.</summary>
    public static long operator -(MonotonicTime left, MonotonicTime right) => left.Nanoseconds - right.Nanoseconds;

    /// <summary>Earlier.</summary>
    public static bool operator <(MonotonicTime left, MonotonicTime right) => left.Nanoseconds < right.Nanoseconds;

    /// <summary>Later.</summary>
    public static bool operator >(MonotonicTime left, MonotonicTime right) => left.Nanoseconds > right.Nanoseconds;

    /// <summary>Earlier or the same.</summary>
    public static bool operator <=(MonotonicTime left, MonotonicTime right) => left.Nanoseconds <= right.Nanoseconds;

    /// <summary>Later or the same.</summary>
    public static bool operator >=(MonotonicTime left, MonotonicTime right) => left.Nanoseconds >= right.Nanoseconds;

    /// <inheritdoc/>
    public override string ToString() => $"{Nanoseconds}ns";
}
