namespace Runink.Simulation;

/// <summary>
/// True time, chance, and everything that is about to happen: the hood under which programs are simulated. It knows nothing of
/// what runs in it. One thread; the same seed gives the same history.
/// </summary>
public sealed class World(ulong seed, TraceSink? trace = null)
{
    /// <summary>Events that wait, at most: whoever lets them pile up has no bound on something.</summary>
    public const int MaxPending = 100_000;

    private readonly EventQueue _queue = new();
    private readonly Prng _seeds = new(seed);
    private long _sequence;

    /// <summary>True time in nanoseconds. Nobody inside sees it: nodes have clocks.</summary>
    public long Now { get; private set; }

    /// <summary>Events that have happened and meant something.</summary>
    public long Steps { get; private set; }

    /// <summary>Where the history is told; null when nobody listens, so that nothing is spent on words.</summary>
    public TraceSink? Trace => trace;

    /// <summary>A number that two runs share only if they had the same history.</summary>
    public ulong Fingerprint { get; private set; }

    /// <summary>A generator of its own, so that more draws in one part leave the others as they were.</summary>
    public Prng Fork() => _seeds.Fork();

    public void Schedule(long delay, IEventTarget target, int kind, long number = 0, object? payload = null)
    {
        if (_queue.Count >= MaxPending)
            throw new InvalidOperationException($"{MaxPending} events wait, that is no bounded system");
        _queue.Add(new ScheduledEvent(Now + Math.Max(0, delay), ++_sequence, target, kind, number, payload));
    }

    /// <summary>Lets events happen until one of them is a step.</summary>
    /// <returns>False if nothing is left to happen.</returns>
    public bool Step()
    {
        while (_queue.Count > 0)
        {
            var next = _queue.TakeFirst();
            Now = next.At;
            if (!next.Target.Handle(next)) continue;
            Steps++;
            Stamp((ulong)next.At ^ ((ulong)next.Kind << 56));
            return true;
        }

        return false;
    }

    /// <summary>Adds to the fingerprint.</summary>
    public void Stamp(ulong value) => Fingerprint = Mixer.Mix(Fingerprint ^ value);
}
