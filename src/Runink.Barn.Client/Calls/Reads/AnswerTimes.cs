namespace Runink.Barn.Client;

/// <summary>How long the last answers to reads took. Thread-safe.</summary>
internal sealed class AnswerTimes
{
    private const int Kept = 128;
    private const int Enough = 32;

    // Sorting them takes microseconds, and they change slowly.
    private const int CountedAnewEvery = 16;

    private static readonly TimeSpan Least = TimeSpan.FromMilliseconds(2);

    private readonly Lock _lock = new();
    private readonly long[] _ticks = new long[Kept];
    private readonly long[] _sorted = new long[Kept];
    private long _count;
    private long _slow = -1;

    /// <summary>Nineteen of twenty answers take no longer, and at least two milliseconds; null while too few are known.</summary>
    public TimeSpan? Slow => Volatile.Read(ref _slow) is >= 0 and var ticks ? TimeSpan.FromTicks(ticks) : null;

    /// <summary>An answer has come.</summary>
    public void Add(TimeSpan time)
    {
        lock (_lock)
        {
            _ticks[_count % Kept] = time.Ticks;
            _count++;
            if (_count < Enough || _count % CountedAnewEvery != 0) return;
            var known = (int)Math.Min(_count, Kept);
            _ticks.AsSpan(0, known).CopyTo(_sorted);
            _sorted.AsSpan(0, known).Sort();
            Volatile.Write(ref _slow, Math.Max(_sorted[known * 95 / 100], Least.Ticks));
        }
    }
}
