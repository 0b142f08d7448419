namespace Runink.Barn;

/// <summary>How long something took, counted in buckets that double in width. Thread-safe; observing neither locks nor allocates.</summary>
internal sealed class Histogram
{
    private readonly double[] _bounds;
    private readonly long[] _counts;
    private long _sumTicks;

    /// <param name="firstSeconds">The bound of the first bucket.</param>
    /// <param name="buckets">How many there are; whatever took longer than the last is counted besides.</param>
    public Histogram(double firstSeconds, int buckets)
    {
        _bounds = new double[buckets];
        for (var i = 0; i < buckets; i++) _bounds[i] = firstSeconds * (1L << i);
        _counts = new long[buckets + 1];
    }

    public void Observe(TimeSpan took)
    {
        var (seconds, at) = (took.TotalSeconds, 0);
        while (at < _bounds.Length && seconds > _bounds[at]) at++;
        Interlocked.Increment(ref _counts[at]);
        Interlocked.Add(ref _sumTicks, took.Ticks);
    }

    public void Write(MetricsText text, string name, string help)
    {
        text.Head(name, help, "histogram");
        var count = 0L;
        for (var i = 0; i < _counts.Length; i++)
        {
            count += Volatile.Read(ref _counts[i]);
            text.Sample($"{name}_bucket", count, ("le", i < _bounds.Length ? MetricsText.Number(_bounds[i]) : "+Inf"));
        }

        // Counted from the buckets, so that it never differs from the last of them.
        text.Sample($"{name}_sum", TimeSpan.FromTicks(Volatile.Read(ref _sumTicks)).TotalSeconds).Sample($"{name}_count", count);
    }
}
