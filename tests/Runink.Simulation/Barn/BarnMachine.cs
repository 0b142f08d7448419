using Runink.Barn;
using Runink.Barn.Tests;
using Runink.Raft;

namespace Runink.Simulation;

/// <summary>
/// A machine with one node of the Barn on a disk that forgets what was not synced. It drives the node as the production loop does:
/// work in turns, completions of the disk as work.
/// </summary>
internal sealed partial class BarnMachine : IEventTarget, IBarnClock
{
    private const int TickEvent = 1;
    private const int WorkEvent = 2;
    private const int MessagesEvent = 3;
    private const int ReadEvent = 4;

    // What is read from the sockets of a process that stood still is read by other threads than the node's: it may tick before.
    private const long MostReadingNanoseconds = 5_000_000;
    private const int MaxWaitingMessages = 500;

    private readonly World _world;
    private readonly BarnMachineOptions _options;
    private readonly Prng _chance;
    private readonly BarnLedger _ledger;
    private readonly long _tickNanoseconds;
    private readonly BarnQuestions _questions;
    private readonly Queue<Action> _work = new();
    private readonly List<SimulatedWorker> _workers = [];
    private readonly Dictionary<GroupId, KvView> _published = [];
    private SimulatedClock _clock = new(0, 0);
    private BarnDiskOptions _disk;
    private long _seen;
    private bool _isWorkDue;
    private bool _isRecovering;
    private long _pausedUntil;
    private int _unread;

    public BarnMachine(World world, BarnMachineOptions options, BarnLedger ledger)
    {
        (_world, _options, _ledger, _chance) = (world, options, ledger, world.Fork());
        _tickNanoseconds = (long)options.Node.HeartbeatInterval.TotalNanoseconds;
        _questions = new BarnQuestions(options.Node.RequestTicks, options.Health);
        (Disk, _disk) = (new MemoryDisk { Lies = options.DiskLies }, options.Disk);
        Start();
    }

    public MemoryDisk Disk { get; private set; }

    /// <summary>The node of this life; null while the machine is down.</summary>
    public NodeCore? Core { get; private set; }

    /// <summary>Counts the lives of the program.</summary>
    public int Life { get; private set; }

    public MonotonicTime Now => new(_clock.Read(_world.Now));

    public bool ServesAlone => Core is not null && Now < Core.Sys.ServesAloneUntil;

    /// <summary>Reads that a node of this machine answered without asking.</summary>
    public long LeaseReads { get; private set; }

    public bool IsPaused => _world.Now < _pausedUntil;

    /// <summary>Starts the program on what the disk holds.</summary>
    public void Start()
    {
        Life++;
        _clock = new SimulatedClock(_chance.Between(0, 1L << 40), (int)_chance.Between(-_options.DriftPartsPerMillion, _options.DriftPartsPerMillion));
        (_isRecovering, _seen, _pausedUntil, _isWorkDue, _unread) = (true, 2, 0, false, 0);
        var options = _options.Node with
        {
            Incarnation = (uint)Life,
            Storage = _options.Node.Storage with { Salt = _chance.Next() },
        };
        _workers.Clear();
        _published.Clear();
        try
        {
            Core = new NodeCore(options, Disk, new StorageWorkers(Worker(), Worker(), Worker()), this, _options.Links) { Settled = Tell };
        }
        catch (Exception e) when (e is LogDamagedException or InvalidDataException or KvFormatException)
        {
            throw new ViolationException("A crash damages nothing", e.Message);
        }

        _world.Schedule(_tickNanoseconds, this, TickEvent, Life);
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
        _work.Clear();
        _questions.TellLost();
    }

    /// <summary>The process does nothing for a while; its disk, its clock and the network go on.</summary>
    public void Pause(long nanoseconds) => _pausedUntil = Math.Max(_pausedUntil, _world.Now + nanoseconds);

    /// <summary>The process goes on.</summary>
    public void Resume() => _pausedUntil = 0;

    /// <summary>The clock shows a later time.</summary>
    public void JumpAhead(long nanoseconds) => _clock.JumpAhead(nanoseconds);

    /// <summary>The disk does nothing for a while.</summary>
    public void StallDisk(long nanoseconds) => _workers.ForEach(worker => worker.Stall(nanoseconds));

    /// <summary>The disk works, has room, and never hangs again.</summary>
    public void HealDisk()
    {
        _disk = _disk with { StallsPerMillion = 0 };
        _workers.ForEach(worker => worker.Heal());
        Disk.Capacity = long.MaxValue;
        Disk.Syncing = null;
    }

    /// <summary>
    /// Asks something of the node. The answer comes by the call back; when the machine goes down it is that the server stopped.
    /// </summary>
    public void Ask<T>(Outcome<T> question, Action<ValueTask<T>> answered)
    {
        _questions.Add(question, answered);
        Post(question.Run);
    }

    /// <summary>Messages of others arrive.</summary>
    /// <returns>Whether anyone took them.</returns>
    public bool Receive(IReadOnlyList<Message> messages)
    {
        if (Core is null || _unread >= MaxWaitingMessages) return false;
        if (!IsPaused)
        {
            Post(() => Core.Receive(messages));
            return true;
        }

        _unread++;
        var delay = _pausedUntil - _world.Now + _chance.Between(0, MostReadingNanoseconds);
        _world.Schedule(delay, this, MessagesEvent, Life, messages);
        return true;
    }

    /// <summary>A link of this machine has lost what was under way.</summary>
    public void Unreachable(NodeId peer) => Post(() => Core!.Unreachable(peer));

    public bool Handle(in ScheduledEvent happening)
    {
        if (Core is null || happening.Number != Life) return false;
        if (IsPaused)
        {
            _world.Schedule(_pausedUntil - _world.Now, this, happening.Kind, Life, happening.Payload);
            return false;
        }

        if (happening.Kind == ReadEvent)
        {
            ((Action)happening.Payload!)();
            return true;
        }

        if (happening.Kind == MessagesEvent)
        {
            _unread--;
            Core.Receive((IReadOnlyList<Message>)happening.Payload!);
        }

        if (happening.Kind == WorkEvent) _isWorkDue = false;
        while (_work.TryDequeue(out var work)) work();
        if (happening.Kind == TickEvent)
        {
            Core.Tick();
            _questions.Tick();
            _world.Schedule(_tickNanoseconds, this, TickEvent, Life);
        }

        EndTurn();
        return true;
    }

    private SimulatedWorker Worker()
    {
        var worker = new SimulatedWorker(_world, _chance.Fork(), _disk, Post);
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
        HasRot &= Core.Lost.Any(lost => Core.Groups.Find(lost.Group) is { } group && group.Raft.DurableIndex < lost.Last);
        var view = Core.Machine.View;
        _ledger.Published(view);
        for (; _seen <= view.Revision; _seen++) _ledger.Saw(view, _seen);
        foreach (var group in Core.Groups.All)
            if (group != Core.Sys && _options.LedgerOf(group.Id) is { } ledger) Publish(group, ledger);
        if (!_isRecovering || !ServesAlone) return;
        _isRecovering = false;
        _ledger.Recovered(view);
    }

    private void Publish(Group group, BarnLedger ledger)
    {
        var view = group.Machine.View;
        var last = _published.GetValueOrDefault(group.Id);
        if (ReferenceEquals(view, last)) return;
        _published[group.Id] = view;
        ledger.Published(view);
        for (var revision = (last?.Revision ?? 1) + 1; revision <= view.Revision; revision++) ledger.Saw(view, revision);
    }

    private void Tell(IReadOnlyList<IOutcome> settled)
    {
        foreach (var outcome in settled)
        {
            outcome.Tell();
            _questions.Answered(outcome);
        }
    }
}
