using Runink.Barn;

namespace Runink.Simulation;

/// <summary>
/// Follows every change, from one life of a node to the next and from node to node: each revision once, whole, in order, and as it
/// was published.
/// </summary>
internal sealed class BarnWatcher : IEventTarget
{
    private const int BatchBytes = 4096;
    private const int PullEvent = 0;
    private const int LookEvent = 1;
    private const long LookNanoseconds = 20_000_000;
    private const int RoamsPerMillion = 10_000;

    private readonly World _world;
    private readonly Func<BarnMachine?> _choose;
    private readonly BarnLedger _ledger;
    private readonly Prng _chance;
    private BarnMachine? _machine;
    private int _life;
    private WatchStream? _stream;
    private long _connection;
    private bool _isPullDue;

    public BarnWatcher(World world, Func<BarnMachine?> choose, BarnLedger ledger)
    {
        (_world, _choose, _ledger, _chance) = (world, choose, ledger, world.Fork());
        Look();
    }

    /// <summary>The revision that it waits for.</summary>
    public long Next { get; private set; } = 2;

    /// <summary>Whether it reads as soon as there is something.</summary>
    public bool IsQuick { get; set; }

    private bool IsConnected => _machine is { Core: not null } && _machine.Life == _life;

    public bool Handle(in ScheduledEvent happening)
    {
        if (happening.Kind == LookEvent)
        {
            Look();
            return false;
        }

        if (happening.Number != _connection) return false;
        _isPullDue = false;
        if (!IsConnected) return false;
        foreach (var watcher in _stream!.TakeWaiting()) Pull(watcher);
        return true;
    }

    /// <summary>The node is gone, or the watcher has seen enough of it: it goes on where it stood.</summary>
    private void Look()
    {
        _world.Schedule(LookNanoseconds, this, LookEvent);
        if (IsConnected && !_chance.Chance(RoamsPerMillion)) return;
        if (IsConnected) _stream!.Close();
        _machine = _choose();
        if (_machine is { Core: not null }) Connect();
    }

    private void Connect()
    {
        (_life, _isPullDue) = (_machine!.Life, false);
        _connection++;
        _stream = _machine.Core!.Sys.Watches.OpenStream(Signal);
        if (_stream.Watch(new WatchRequest(new byte[] { 0 }, new byte[] { 0 }) { StartRevision = Next }).Error is { } error)
            throw new ViolationException("Watches are reliable", $"a watch from {Next} is refused: {error}");
    }

    private void Signal()
    {
        if (_isPullDue) return;
        _isPullDue = true;
        // Readers are quick at times, and very slow at others.
        var pause = IsQuick ? 10_000 : _chance.Pick(10_000, 1_000_000, 300_000_000);
        _world.Schedule(_chance.Spread(pause), this, PullEvent, _connection);
    }

    private void Pull(Watcher watcher)
    {
        var batch = _machine!.Core!.Sys.Watches.Pull(watcher, BatchBytes);
        if (batch.CompactRevision > 0)
        {
            if (batch.CompactRevision < Next)
                throw new ViolationException("Watches are reliable", $"{Next} is said to be compacted at {batch.CompactRevision}");
            Next = batch.CompactRevision;
            Connect();
            return;
        }

        for (var at = 0; at < batch.Events.Count;)
        {
            var revision = batch.Events[at].Version.ModRevision;
            if (revision != Next)
                throw new ViolationException("Watches are exact", $"revision {revision} was handed out, and {Next} was next");
            UInt128 content = 0;
            for (; at < batch.Events.Count && batch.Events[at].Version.ModRevision == revision; at++)
                content = (content * 31) + BarnContents.Of(batch.Events[at].Version);
            _ledger.Saw(revision, content);
            Next++;
        }
    }
}
