using Runink.Barn;
using Runink.Barn.Tests;

namespace Runink.Simulation;

/// <summary>
/// The life of one node of the Barn, whole: log, snapshots, group, state, and a disk and a power supply that fail. In the end
/// everything is healed, and the node must serve.
/// </summary>
internal sealed class BarnEpisode : IEventTarget
{
    private const int Accident = 1;
    private const int Repair = 2;
    private const long HealedNanoseconds = 30_000_000_000;

    private readonly World _world;
    private readonly BarnPlan _plan;
    private readonly Prng _chance;
    private readonly Random _disk;
    private readonly BarnMachine _machine;
    private readonly List<BarnClient> _clients = [];
    private readonly List<BarnWatcher> _watchers = [];
    private bool _isHealed;

    private BarnEpisode(ulong seed, bool diskLies)
    {
        _world = new World(seed);
        _plan = new BarnPlan(seed);
        _chance = _world.Fork();
        _disk = new Random((int)(_chance.Next() >> 33));
        _machine = new BarnMachine(_world, Options() with { DiskLies = diskLies }, Ledger);
        for (var i = 0; i < _plan.Watchers; i++) _watchers.Add(new BarnWatcher(_world, () => _machine, Ledger));
        for (var i = 0; i < _plan.Clients; i++) _clients.Add(new BarnClient(_world, _plan.Load, () => _machine, Ledger));
        _world.Schedule(_chance.Spread(_plan.CrashMeanNanoseconds), this, Accident);
    }

    private BarnLedger Ledger { get; } = new();

    /// <summary>Runs an episode of at least so many steps.</summary>
    /// <param name="seed">The seed.</param>
    /// <param name="steps">Steps until everything is healed.</param>
    /// <param name="diskLies">Whether the disk says that it synced, and did not: then something must be found.</param>
    public static BarnTally Run(ulong seed, long steps, bool diskLies = false)
    {
        var episode = new BarnEpisode(seed, diskLies);
        try
        {
            while (episode._world.Steps < steps) episode.Step();
            episode.Heal();
        }
        catch (ViolationException broken)
        {
            return episode.Tally() with { Violation = new Violation(broken.Rule, broken.Finding, episode._world.Steps) };
        }

        return episode.Tally();
    }

    public bool Handle(in ScheduledEvent happening)
    {
        if (happening.Kind == Repair)
        {
            _machine.Disk.Capacity = long.MaxValue;
            if (_machine.Core is null) _machine.Start();
            return true;
        }

        if (_isHealed) return false;
        _world.Schedule(_chance.Spread(_plan.CrashMeanNanoseconds), this, Accident);
        if (_machine.Core is null) return false;
        if (_chance.Chance(_plan.FullDiskPerMillion)) FillDisk();
        else if (_chance.Chance(_plan.FailedSyncPerMillion)) FailSync();
        else PowerOff();
        return true;
    }

    private BarnMachineOptions Options()
    {
        var node = new NodeOptions
        {
            MemberId = 1,
            ClusterId = 1,
            HeartbeatInterval = TimeSpan.FromMilliseconds(10),
            ElectionTimeout = TimeSpan.FromMilliseconds(100),
            RequestTimeout = TimeSpan.FromMilliseconds(5_000),
            SnapshotEntries = _plan.SnapshotEntries,
            Storage = new StorageOptions { SegmentBytes = _plan.SegmentBytes, SnapshotBlockBytes = 4096 },
        };
        return new BarnMachineOptions(node, _plan.Disk, NoPeerLinks.Instance);
    }

    private void Step()
    {
        if (!_world.Step()) throw new ViolationException("liveness", "nothing happens any more");
        // A node whose disk failed leaves service; whoever looks after it starts it again.
        if (_machine.Core?.Failure is not null) PowerOff();
    }

    private void PowerOff()
    {
        _machine.Crash(Crash.Any(_disk), _chance.Chance(_plan.KillsPerMillion));
        Crashes++;
        _world.Schedule(_chance.Spread(100_000_000), this, Repair);
    }

    private void FillDisk()
    {
        _machine.Disk.Capacity = 0;
        _world.Schedule(_chance.Spread(2_000_000_000), this, Repair);
    }

    private void FailSync()
    {
        var disk = _machine.Disk;
        disk.Syncing = name =>
        {
            disk.Syncing = null;
            throw new IOException($"{name} cannot be synced: the disk is broken");
        };
    }

    private void Heal()
    {
        _isHealed = true;
        foreach (var watcher in _watchers) watcher.IsQuick = true;
        if (_machine.Core is null) _machine.Start();
        _machine.Disk.Capacity = long.MaxValue;
        _machine.Disk.Syncing = null;
        var until = _world.Now + HealedNanoseconds;
        var before = _clients.Select(client => client.Changes).ToList();
        while (_world.Now < until && _clients.Where((client, i) => client.Changes == before[i]).Any()) Step();
        if (_clients.Where((client, i) => client.Changes == before[i]).Any())
            throw new ViolationException("liveness", "a client got no change through, though everything was healed");
        var (acknowledged, patience) = (Ledger.Acknowledged, _world.Now + HealedNanoseconds);
        while (_world.Now < patience && _watchers.Any(watcher => watcher.Next <= acknowledged)) Step();
        if (_watchers.Any(watcher => watcher.Next <= acknowledged))
            throw new ViolationException("Watches are reliable", "a watcher was not handed what was acknowledged");
    }

    private long Crashes { get; set; }

    private BarnTally Tally() => new(
        _world.Steps, _clients.Sum(client => client.Changes), Crashes, _clients.Sum(client => client.Reads), Ledger.Revisions, Ledger.Checked, null);
}
