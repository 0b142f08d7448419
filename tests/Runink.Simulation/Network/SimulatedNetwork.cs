namespace Runink.Simulation;

/// <summary>
/// Carries messages between addresses: late, twice, out of order, damaged or never. What a message is, it does not know.
/// </summary>
public sealed class SimulatedNetwork : IEventTarget
{
    private readonly World _world;
    private readonly Prng _chance;
    private readonly INetworkEndpoint?[] _endpoints;
    private readonly long[] _newest;
    private int _underWay;
    private int _connections;

    public SimulatedNetwork(World world, NetworkOptions options, int addresses)
    {
        _world = world;
        _chance = world.Fork();
        _endpoints = new INetworkEndpoint?[addresses];
        _newest = new long[addresses * addresses];
        Options = options;
        Links = new LinkTable(addresses);
    }

    /// <summary>How it behaves.</summary>
    public NetworkOptions Options { get; private set; }

    public LinkTable Links { get; }

    public NetworkTally Tally { get; } = new();

    /// <summary>Makes a damaged copy of a message; null for messages that cannot be damaged unnoticed.</summary>
    public Func<object, Prng, object?>? Damage { get; init; }

    /// <summary>Opens every link, over new connections: what is under way on the old ones never arrives.</summary>
    public void Renew(NetworkOptions options)
    {
        Options = options;
        Links.Heal();
        Array.Clear(_newest);
        _connections++;
    }

    public void Attach(int address, INetworkEndpoint endpoint) => _endpoints[address] = endpoint;

    public void Send(int from, int to, object message)
    {
        Tally.Sent++;
        if ((uint)to >= (uint)_endpoints.Length || _endpoints[to] is null) return;
        if (Links.IsBlocked(from, to))
        {
            Tally.Blocked++;
            return;
        }

        if (_chance.Chance(Options.LossPartsPerMillion))
        {
            Tally.Lost++;
            return;
        }

        if (_chance.Chance(Options.DamagePartsPerMillion) && Damage?.Invoke(message, _chance) is { } damaged)
        {
            Tally.Damaged++;
            message = damaged;
        }

        Dispatch(from, to, message);
        if (!_chance.Chance(Options.DuplicatePartsPerMillion)) return;
        Tally.Duplicated++;
        Dispatch(from, to, message);
    }

    public bool Handle(in ScheduledEvent happening)
    {
        _underWay--;
        if (happening.Kind != _connections) return false;
        var (from, to) = ((int)(happening.Number >> 32), (int)(happening.Number & 0xFFFFFFFF));
        var taken = _endpoints[to]!.Deliver(from, happening.Payload!);
        if (taken) Tally.Delivered++;
        return taken;
    }

    private void Dispatch(int from, int to, object message)
    {
        if (_underWay >= Options.MaxUnderWay)
        {
            Tally.Crowded++;
            return;
        }

        var delay = Options.LeastDelay + _chance.Spread(Options.MeanDelay) + Links.Slowness(from, to);
        if (_chance.Chance(Options.LatePartsPerMillion))
        {
            Tally.Late++;
            delay += _chance.Spread(Options.MeanLateness);
        }

        ref var newest = ref _newest[(from * _endpoints.Length) + to];
        if (_world.Now + delay < newest)
        {
            if (Options.InOrder) delay = newest - _world.Now;
            else Tally.Overtaken++;
        }

        newest = Math.Max(newest, _world.Now + delay);
        _underWay++;
        _world.Schedule(delay, this, _connections, ((long)from << 32) | (uint)to, message);
    }
}
