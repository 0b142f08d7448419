using Runink.Raft;

namespace Runink.Simulation;

/// <summary>
/// One machine with one member of the group: it drives a <see cref="RaftNode"/> exactly as a production host does. This part is
/// the life of the machine: start, crash, pause, end.
/// </summary>
public sealed partial class SimulatedNode
{
    private readonly SimulatedCluster _cluster;
    private readonly World _world;
    private readonly Prng _chance;
    private readonly EpisodePlan _plan;
    private readonly RaftOptions _options;

    public SimulatedNode(SimulatedCluster cluster, RaftOptions options, Membership founding)
    {
        _cluster = cluster;
        _world = cluster.World;
        _plan = cluster.Plan;
        _chance = _world.Fork();
        _options = options;
        Durable = new DurableState(founding, options.Witness);
        Disk = new SimulatedDisk<Write>(_world, this, _plan.Disk, cluster.DiskTally);
        Clock = NewClock();
    }

    public NodeId Id => _options.Id;

    /// <summary>Whether this machine keeps no data.</summary>
    public bool IsWitness => _options.Witness;

    public int Priority => _options.Priority;

    public NodeStatus Status { get; private set; } = NodeStatus.Down;

    public bool IsRunning => Status is NodeStatus.Up or NodeStatus.Paused;

    /// <summary>Whether it will never run again.</summary>
    public bool IsGone => Status is NodeStatus.Retired or NodeStatus.Destroyed;

    /// <summary>The core of this life; of the last one while the node is down.</summary>
    /// <exception cref="InvalidOperationException">The node never ran.</exception>
    public RaftNode Raft => _raft ?? throw new InvalidOperationException($"node {Id} never ran");

    /// <summary>How the core looked after its last input.</summary>
    public NodeView View { get; private set; }

    /// <summary>What the disk holds.</summary>
    public DurableState Durable { get; }

    public SimulatedDisk<Write> Disk { get; }

    public SimulatedClock Clock { get; private set; }

    /// <summary>Counts the lives of the program. What was meant for an earlier life is not delivered to a later one.</summary>
    public int Life { get; private set; }

    /// <summary>Starts the program from what the disk holds.</summary>
    public void Start()
    {
        if (Status != NodeStatus.Down) return;
        Life++;
        (_installed, _reported) = (null, 0);
        Clock = NewClock();
        Status = NodeStatus.Up;
        Machine = Durable.Snapshot?.Open() ?? new StateMachine();
        _raft = new RaftNode(_options with { Seed = _chance.Next() }, Durable.Recover(), Time);
        View = NodeView.Of(_raft);
        _world.Trace?.Command(_world, $"restart {Id}");
        _world.Trace?.Note(
            _world, $"{Id} t{View.Term} vote={View.VotedFor} log={View.LogBase}..{View.LastLog} {Raft.Membership}");
        _cluster.Observers.Started(this);
        _ticks = false;
        AfterInput();
    }

    /// <summary>The program ends at this very moment, and the machine loses what is not on its disk.</summary>
    public void Crash()
    {
        if (!IsRunning) return;
        _world.Trace?.Command(_world, $"crash {Id}");
        _cluster.Observers.Crashing(this);
        Status = NodeStatus.Down;
        Disk.Crash();
        _effectsLeft = int.MaxValue;
        _held.Clear();
        _applying.Clear();
        (_applies, _drains) = (false, false);
        _cluster.Clients.Lost(this);
    }

    /// <summary>The program stands still: what arrives waits, and only the clock goes on.</summary>
    public void Pause()
    {
        if (Status != NodeStatus.Up) return;
        _world.Trace?.Note(_world, $"{Id} pauses");
        Status = NodeStatus.Paused;
        _missedTicks = 0;
    }

    /// <summary>Goes on after a pause: what arrived meanwhile arrives now, with some of the ticks in one burst.</summary>
    public void Resume()
    {
        if (Status != NodeStatus.Paused) return;
        _world.Trace?.Note(_world, $"{Id} goes on");
        Status = NodeStatus.Up;
        for (var burst = _chance.Between(0, Math.Min(_missedTicks, 2 * _options.ElectionTicks)); burst > 0; burst--)
            _world.Schedule(0, this, (int)NodeEvent.ExtraTick, Life);
        foreach (var held in _held) _world.Schedule(0, this, held.Kind, held.Number, held.Payload);
        _held.Clear();
    }

    /// <summary>From now on the machine is in the best of health; what its disk has lost it finds out.</summary>
    public void Heal()
    {
        _effectsLeft = int.MaxValue;
        Disk.Options = DiskOptions.Healthy;
        Disk.Recover();
        Resume();
        Start();
        ScrubAll();
    }

    /// <summary>Ends for ever.</summary>
    public void End(NodeStatus status)
    {
        Crash();
        _world.Trace?.Note(_world, $"{Id} {(status == NodeStatus.Destroyed ? "burns down" : "is retired")}");
        Status = status;
    }

    private SimulatedClock NewClock()
    {
        // As far as the options promise, and as often to the edge as not.
        var bound = _plan.Raft.ClockDriftPartsPerMillion;
        var drift = _chance.Coin() ? _chance.Pick(-bound, bound) : (int)_chance.Between(-bound, bound);
        return new SimulatedClock(_chance.Between(0, 1_000_000_000_000), drift);
    }
}
