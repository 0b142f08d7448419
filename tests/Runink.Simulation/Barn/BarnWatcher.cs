using Runink.Barn;

namespace Runink.Simulation;

/// <summary>
/// Follows every change, from one life of the node to the next: each revision once, whole, in order, and as it was published.
/// </summary>
internal sealed class BarnWatcher : IEventTarget
{
    private const int BatchBytes = 4096;

    private readonly World _world;
    private readonly BarnMachine _machine;
    private readonly BarnLedger _ledger;
    private readonly Prng _chance;
    private WatchStream? _stream;
    private bool _isPullDue;

    public BarnWatcher(World world, BarnMachine machine, BarnLedger ledger)
    {
        (_world, _machine, _ledger, _chance) = (world, machine, ledger, world.Fork());
        Reconnect();
    }

    /// <summary>The revision that it waits for.</summary>
    public long Next { get; private set; } = 2;

    /// <summary>Whether it reads as soon as there is something.</summary>
    public bool IsQuick { get; set; }

    /// <summary>The node lives anew: the watcher goes on where it stood.</summary>
    public void Reconnect()
    {
        _isPullDue = false;
        _stream = _machine.Core!.Watches.OpenStream(Signal);
        if (_stream.Watch(new WatchRequest(new byte[] { 0 }, new byte[] { 0 }) { StartRevision = Next }).Error is { } error)
            throw new ViolationException("Watches are reliable", $"a watch from {Next} is refused: {error}");
    }

    public bool Handle(in ScheduledEvent happening)
    {
        if (happening.Number != _machine.Life || _machine.Core is null) return false;
        _isPullDue = false;
        foreach (var watcher in _stream!.TakeWaiting()) Pull(watcher);
        return true;
    }

    private void Signal()
    {
        if (_isPullDue) return;
        _isPullDue = true;
        // Readers are quick at times, and very slow at others.
        var pause = IsQuick ? 10_000 : _chance.Pick(10_000, 1_000_000, 300_000_000);
        _world.Schedule(_chance.Spread(pause), this, kind: 0, _machine.Life);
    }

    private void Pull(Watcher watcher)
    {
        var batch = _machine.Core!.Watches.Pull(watcher, BatchBytes);
        if (batch.CompactRevision > 0)
        {
            if (batch.CompactRevision < Next)
                throw new ViolationException("Watches are reliable", $"{Next} is said to be compacted at {batch.CompactRevision}");
            Next = batch.CompactRevision;
            Reconnect();
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
