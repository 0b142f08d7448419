namespace Runink.Cli.Commands.Cluster.Demo;

/// <summary>Counts acknowledged writes, and measures the longest time without one. Thread-safe.</summary>
internal sealed class WriteMeter(TimeProvider time)
{
    private readonly Lock _lock = new();
    private long _last;
    private long _count;
    private TimeSpan _longest;

    public long Count
    {
        get
        {
            lock (_lock) return _count;
        }
    }

    /// <summary>The longest time between two acknowledged writes, or from the last one until now.</summary>
    public TimeSpan LongestGap
    {
        get
        {
            lock (_lock) return Longest();
        }
    }

    /// <summary>A write was acknowledged.</summary>
    public void Acknowledge()
    {
        lock (_lock)
        {
            _longest = Longest();
            _last = time.GetTimestamp();
            _count++;
        }
    }

    private TimeSpan Longest()
    {
        if (_count == 0) return TimeSpan.Zero;
        var gap = time.GetElapsedTime(_last);
        return gap > _longest ? gap : _longest;
    }
}
