namespace Runink.Barn.Client;

/// <summary>
/// How long to wait between attempts: twice as long every time up to a bound, between half of it and all. Thread-safe.
/// </summary>
internal sealed class Pauses(BarnStoreOptions options)
{
    private readonly Lock _lock = new();
    private readonly Random _random = options.Seed is { } seed ? new Random(seed) : new Random();

    /// <summary>The pause before a round; the first round but one is number 1.</summary>
    public TimeSpan Before(int round)
    {
        var doublings = Math.Min(round - 1, 30);
        var longest = Math.Min(options.FirstPause.Ticks * (double)(1L << doublings), options.LongestPause.Ticks);
        double share;
        lock (_lock) share = _random.NextDouble();
        return TimeSpan.FromTicks((long)(longest * (1 + share) / 2));
    }
}
