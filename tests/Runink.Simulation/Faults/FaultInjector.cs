namespace Runink.Simulation;

/// <summary>Lets each kind of fault happen at its own rate until it is told to stop.</summary>
public sealed class FaultInjector : IEventTarget
{
    private const int Undo = -1;

    private readonly SimulatedCluster _cluster;
    private readonly FaultSelection _selection;
    private readonly Prng[] _timing;
    private readonly ulong[] _seeds;
    private readonly int[] _numbers;
    private readonly List<FaultEvent> _happened = [];
    private bool _stopped;

    public FaultInjector(SimulatedCluster cluster, FaultSelection selection)
    {
        _cluster = cluster;
        _selection = selection;
        _timing = [.. FaultCatalog.All.Select(_ => cluster.World.Fork())];
        _seeds = [.. FaultCatalog.All.Select(_ => cluster.World.Fork().Next())];
        _numbers = new int[FaultCatalog.All.Length];
    }

    /// <summary>What was done so far.</summary>
    public IReadOnlyList<FaultEvent> Happened => _happened;

    public void Start()
    {
        foreach (var kind in _cluster.Plan.Faults.Active) Plan(kind);
    }

    /// <summary>Nothing goes wrong any more, and nothing that ends or follows a fault happens either.</summary>
    public void Stop() => _stopped = true;

    public void Later(long delay, Action deed) => _cluster.World.Schedule(delay, this, Undo, 0, deed);

    public bool Handle(in ScheduledEvent happening)
    {
        if (_stopped) return false;
        if (happening.Kind == Undo)
        {
            ((Action)happening.Payload!)();
            return true;
        }

        var kind = (FaultKind)happening.Kind;
        Plan(kind);
        return Inject(new FaultEvent(kind, ++_numbers[(int)kind]));
    }

    private bool Inject(FaultEvent fault)
    {
        if (!_selection.Allows(fault)) return false;
        // A chance for each one: leaving one out leaves the others as they are.
        var scene = new FaultScene(_cluster, new Prng(_seeds[(int)fault.Kind] + (ulong)fault.Number), this);
        if (FaultCatalog.All[(int)fault.Kind].Inject(scene) is not { } done) return false;
        _happened.Add(fault);
        _cluster.World.Trace?.Note(_cluster.World, $"fault {fault}: {done}");
        return true;
    }

    private void Plan(FaultKind kind)
    {
        var delay = _timing[(int)kind].Spread(_cluster.Plan.Faults[kind]);
        _cluster.World.Schedule(delay, this, (int)kind);
    }
}
