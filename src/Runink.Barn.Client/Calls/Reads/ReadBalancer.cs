using Runink.Rpc;

namespace Runink.Barn.Client;

/// <summary>
/// Chooses endpoints for reads: one after the other, but for those that failed a moment ago, and those that are much slower than the
/// fastest, which get one read of twenty so that it is noticed when they recover. Thread-safe.
/// </summary>
internal sealed class ReadBalancer(IReadOnlyList<RpcChannel> channels, BarnStoreOptions options)
{
    private const int ProbeEvery = 20;
    private const double Weight = 0.2;
    private const double MuchSlower = 3;
    private static readonly double Unnoticed = TimeSpan.FromMilliseconds(2).Ticks;

    private readonly Lock _lock = new();
    private readonly Dictionary<RpcChannel, Standing> _standings = channels.ToDictionary(channel => channel, _ => new Standing());
    private uint _turn;

    /// <summary>The endpoint for the next read; a failed one only when there is no other.</summary>
    public RpcChannel Next()
    {
        lock (_lock)
        {
            var (turn, limit) = (_turn++, Limit());
            if (turn % ProbeEvery == ProbeEvery - 1 && Find(turn / ProbeEvery, one => IsWell(one) && one.Ticks > limit) is { } slow) return slow;
            return Find(turn, one => IsWell(one) && one.Ticks <= limit) ?? Find(turn, IsWell) ?? channels[(int)(turn % (uint)channels.Count)];
        }
    }

    /// <summary>The fastest endpoint but one; null when there is none that works.</summary>
    public RpcChannel? Other(RpcChannel first)
    {
        lock (_lock)
        {
            RpcChannel? fastest = null;
            foreach (var channel in channels)
            {
                if (channel != first && IsWell(_standings[channel]) && (fastest is null || _standings[channel].Ticks < _standings[fastest].Ticks))
                    fastest = channel;
            }

            return fastest;
        }
    }

    /// <summary>An endpoint has answered.</summary>
    public void Answered(RpcChannel channel, TimeSpan time)
    {
        lock (_lock)
        {
            var standing = _standings[channel];
            standing.Ticks += Weight * (time.Ticks - standing.Ticks);
            standing.WellFrom = 0;
        }
    }

    /// <summary>Another endpoint, asked later, has answered first; how much later this one would have is not known.</summary>
    public void Overtaken(RpcChannel channel, TimeSpan time)
    {
        lock (_lock)
        {
            var standing = _standings[channel];
            standing.Ticks = Math.Min(Math.Max(standing.Ticks, time.Ticks) * 2, options.CallTimeout.Ticks);
        }
    }

    /// <summary>An endpoint has failed: others are asked for a while.</summary>
    public void Failed(RpcChannel channel)
    {
        var pause = (long)(options.LongestPause.TotalSeconds * options.Clock.TimestampFrequency);
        lock (_lock) _standings[channel].WellFrom = options.Clock.GetTimestamp() + pause;
    }

    private double Limit()
    {
        var best = double.MaxValue;
        foreach (var standing in _standings.Values)
            if (IsWell(standing)) best = Math.Min(best, standing.Ticks);
        return best < double.MaxValue ? best * MuchSlower + Unnoticed : best;
    }

    private bool IsWell(Standing standing) => standing.WellFrom == 0 || options.Clock.GetTimestamp() >= standing.WellFrom;

    /// <summary>One of those that fit: each in its turn.</summary>
    private RpcChannel? Find(uint turn, Predicate<Standing> fits)
    {
        var fitting = 0u;
        foreach (var channel in channels)
            if (fits(_standings[channel])) fitting++;
        if (fitting == 0) return null;
        var skipped = turn % fitting;
        foreach (var channel in channels)
            if (fits(_standings[channel]) && skipped-- == 0) return channel;
        return null;
    }

    private sealed class Standing
    {
        /// <summary>How long it takes to answer, weighted towards now.</summary>
        public double Ticks { get; set; }

        /// <summary>When it may be asked again; 0: now.</summary>
        public long WellFrom { get; set; }
    }
}
