using Runink.Barn;
using Runink.Barn.Tests;
using Runink.Raft;

namespace Runink.Simulation;

/// <summary>
/// A machine with one node of the Barn on a disk that forgets what was not synced. It drives the node as the production loop does:
/// work in turns, completions of the disk as work.
/// </summary>
internal sealed class BarnMachine : IEventTarget, IBarnClock
{
    private const int TickEvent = 1;
    private const int WorkEvent = 2;
    private const long TickNanoseconds = 10_000_000;

    private readonly World _world;
    private readonly BarnPlan _plan;
    private readonly Prng _chance;
    private readonly BarnLedger _ledger;
    private readonly Dictionary<IOutcome, Action> _callers = [];
    private readonly Queue<Action> _work = new();
    private readonly List<SimulatedWorker> _workers = [];
    private SimulatedClock _clock = new(0, 0);
    private long _seen;
    private bool _isWorkDue;
    private bool _isRecovering;

    public BarnMachine(World world, BarnPlan plan, BarnLedger ledger, bool diskLies)
    {
        (_world, _plan, _ledger, _chance) = (world, plan, ledger, world.Fork());
        Disk = new MemoryDisk { Lies = diskLies };
        Start();
    }

    public MemoryDisk Disk { get; private set; }

    /// <summary>The node of this life; null while the machine is down.</summary>
    public NodeCore? Core { get; private set; }

    /// <summary>Counts the lives of the program.</summary>
    public int Life { get; private set; }

    /// <summary>Called when a life of the program has begun.</summary>
    public Action? Began { get; set; }

    public MonotonicTime Now => new(_clock.Read(_world.Now));

    public bool ServesAlone => Core is not null && Now < Core.ServesAloneUntil;

    /// <summary>Starts the program on what the disk holds.</summary>
    public void Start()
    {
        Life++;
        _clock = new SimulatedClock(_chance.Between(0, 1L << 40), (int)_chance.Between(-500, 500));
        _isRecovering = true;
        _seen = 2;
        var options = new NodeOptions
        {
            MemberId = 1,
            ClusterId = 1,
            HeartbeatInterval = TimeSpan.FromMilliseconds(10),
            ElectionTimeout = TimeSpan.FromMilliseconds(100),
            RequestTimeout = TimeSpan.FromMilliseconds(5_000),
            SnapshotEntries = _plan.SnapshotEntries,
            Incarnation = (uint)Life,
            Storage = new StorageOptions { SegmentBytes = _plan.SegmentBytes, Salt = _chance.Next(), SnapshotBlockBytes = 4096 },
        };
        _workers.Clear();
        try
        {
            Core = new NodeCore(options, Disk, new StorageWorkers(Worker(), Worker(), Worker()), this, NoPeerLinks.Instance) { Settled = Tell };
        }
        catch (Exception e) when (e is LogDamagedException or InvalidDataException or KvFormatException)
        {
            throw new ViolationException("A crash damages nothing", e.Message);
        }

        Began?.Invoke();
        _world.Schedule(TickNanoseconds, this, TickEvent, Life);
        EndTurn();
    }

    /// <summary>The program ends, at any point of what it does, and the disk keeps some of what was not synced.</summary>
    public void Crash(ICrash crash, bool keepsAll)
    {
        foreach (var worker in _workers) worker.PowerOff(InterruptSoon);
        var lies = Disk.Lies;
        Disk = keepsAll ? Disk.AfterKill() : Disk.AfterCrash(crash);
        Disk.Lies = lies;
        Core = null;
        _callers.Clear();
        _work.Clear();
    }

    /// <summary>Asks something of the node; the answer comes by the call back, or never if the machine goes down.</summary>
    public void Ask<T>(Outcome<T> question, Action<ValueTask<T>> answered)
    {
        var task = question.Task;
        _callers.Add(question, () => answered(task));
        Post(question.Run);
    }

    public bool Handle(in ScheduledEvent happening)
    {
        if (Core is null || happening.Number != Life) return false;
        if (happening.Kind == TickEvent)
        {
            Core.Tick();
            _world.Schedule(TickNanoseconds, this, TickEvent, Life);
        }

        _isWorkDue = false;
        while (_work.TryDequeue(out var work)) work();
        EndTurn();
        return true;
    }

    private SimulatedWorker Worker()
    {
        var worker = new SimulatedWorker(_world, _chance.Fork(), _plan.Disk, Post);
        _workers.Add(worker);
        return worker;
    }

    private void InterruptSoon()
    {
        var left = _chance.Below(4);
        Disk.Changed = _ =>
        {
            if (left-- <= 0) throw new IOException("the power is off");
        };
    }

    /// <summary>Work that gathers for a moment shares a turn, as it does when the node's thread is busy.</summary>
    private void Post(Action work)
    {
        if (Core is null) return;
        _work.Enqueue(work);
        if (_isWorkDue) return;
        _isWorkDue = true;
        _world.Schedule(_chance.Between(500, 20_000), this, WorkEvent, Life);
    }

    private void EndTurn()
    {
        Core!.EndTurn();
        var view = Core.Machine.View;
        _ledger.Published(view);
        for (; _seen <= view.Revision; _seen++)
            if (BarnContents.Of(view, _seen) is { } content) _ledger.Saw(_seen, content);
        if (!_isRecovering || !ServesAlone) return;
        _isRecovering = false;
        _ledger.Recovered(view);
    }

    private void Tell(IReadOnlyList<IOutcome> settled)
    {
        foreach (var outcome in settled)
        {
            outcome.Tell();
            if (_callers.Remove(outcome, out var answered)) answered();
        }
    }
}
