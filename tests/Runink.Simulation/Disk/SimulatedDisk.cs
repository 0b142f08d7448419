namespace Runink.Simulation;

/// <summary>
/// Makes writes durable in the order in which they were started, after a while, several at once if it commits in groups. A crash
/// keeps what was reported, and of the rest a prefix, whose last write may be torn.
/// </summary>
/// <typeparam name="TWrite">What is written.</typeparam>
public sealed class SimulatedDisk<TWrite>(World world, IDiskOwner<TWrite> owner, DiskOptions options, DiskTally tally)
    : IEventTarget
    where TWrite : class
{
    private readonly Prng _chance = world.Fork();
    private readonly Queue<TWrite> _writes = new();
    private long _session;
    private int _inFlight;
    private long _stalledUntil;

    /// <summary>How it behaves from now on.</summary>
    public DiskOptions Options { get; set; } = options;

    /// <summary>Writes that are not yet durable.</summary>
    public int Pending => _writes.Count;

    public void Start(TWrite write)
    {
        _writes.Enqueue(write);
        if (_inFlight == 0) Flush();
    }

    /// <summary>Nothing becomes durable for a while.</summary>
    public void Stall(long nanoseconds)
    {
        tally.Stalls++;
        _stalledUntil = Math.Max(_stalledUntil, world.Now + nanoseconds);
    }

    /// <summary>Ends a stall.</summary>
    public void Recover()
    {
        if (_stalledUntil <= world.Now) return;
        _stalledUntil = world.Now;
        _session++;
        if (_inFlight > 0) world.Schedule(Options.LeastDelay, this, 0, _session);
    }

    public bool Handle(in ScheduledEvent happening)
    {
        if (happening.Number != _session) return false;
        if (_stalledUntil > world.Now)
        {
            world.Schedule(_stalledUntil - world.Now, this, 0, _session);
            return false;
        }

        TWrite last = null!;
        for (; _inFlight > 0; _inFlight--)
        {
            last = _writes.Dequeue();
            owner.Persist(last);
            tally.Durable++;
        }

        if (_writes.Count > 0) Flush();
        owner.Report(last);
        return true;
    }

    /// <summary>The power goes: a part of what was under way reaches the content, the rest is gone.</summary>
    public void Crash()
    {
        var survivors = _chance.Chance(Options.LoseAllPartsPerMillion) ? 0 : (int)_chance.Between(0, _writes.Count);
        var torn = survivors > 0 && _chance.Chance(Options.TornPartsPerMillion);
        for (var i = 1; i <= survivors; i++)
        {
            var write = _writes.Dequeue();
            if (i == survivors && torn)
            {
                owner.PersistTorn(write, _chance);
                tally.Torn++;
            }
            else
            {
                owner.Persist(write);
                tally.SurvivedUnreported++;
            }
        }

        tally.Lost += _writes.Count;
        _writes.Clear();
        _inFlight = 0;
        _session++;
    }

    private void Flush()
    {
        _inFlight = Options.GroupCommit ? _writes.Count : 1;
        world.Schedule(Options.LeastDelay + _chance.Spread(Options.MeanDelay), this, 0, _session);
    }
}
