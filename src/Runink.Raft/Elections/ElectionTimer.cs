namespace Runink.Raft;

/// <summary>
/// Counts ticks since the node heard of a leader, and draws the timeout (Raft paper, section 5.2: randomised so that votes seldom
/// split). A lower priority waits longer by whole timeouts.
/// </summary>
internal sealed class ElectionTimer
{
    private readonly int _electionTicks;
    private readonly int _penalty;
    private ulong _random;

    public ElectionTimer(RaftOptions options)
    {
        _electionTicks = options.ElectionTicks;
        _penalty = (RaftOptions.MaxPriority - options.Priority) * options.ElectionTicks;
        _random = options.Seed;
        Restart();
    }

    private ElectionTimer(ElectionTimer other) =>
        (_electionTicks, _penalty, _random, Elapsed, Timeout) =
        (other._electionTicks, other._penalty, other._random, other.Elapsed, other.Timeout);

    /// <summary>Ticks since a leader was heard; on a leader, since it last counted its followers.</summary>
    public int Elapsed { get; private set; }

    /// <summary>Ticks after which an election is due.</summary>
    public int Timeout { get; private set; }

    public bool IsDue => Elapsed >= Timeout;

    public void Tick() => Elapsed++;

    /// <summary>A leader was heard: the count begins again, the timeout stays.</summary>
    public void Heard() => Elapsed = 0;

    /// <summary>A new wait begins, with a new timeout.</summary>
    public void Restart()
    {
        Elapsed = 0;
        Timeout = _electionTicks + _penalty + (int)(Next() % (ulong)_electionTicks);
    }

    public ElectionTimer Clone() => new(this);

    public void Hash(ref StateHasher hasher)
    {
        if (hasher.WithoutTimers) return;
        hasher.Add(Elapsed);
        hasher.Add(Timeout);
        hasher.Add((long)_random);
    }

    private ulong Next()
    {
        // SplitMix64 (Steele, Lea, Flood 2014).
        _random += 0x9E3779B97F4A7C15;
        var z = _random;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }
}
