using Runink.Raft;

namespace Runink.Simulation;

/// <summary>The state machine and its snapshots.</summary>
public sealed partial class SimulatedNode
{
    private readonly Queue<Entry> _applying = new();
    private bool _applies;
    private InstallSnapshot? _installed;

    /// <summary>The state machine; what it holds is gone after a crash, except for the newest snapshot.</summary>
    public StateMachine Machine { get; private set; } = new();

    private void ApplyLater(Apply apply)
    {
        foreach (var entry in apply.Entries) _applying.Enqueue(entry);
        if (_applies) return;
        _applies = true;
        Schedule(_chance.Spread(_plan.MeanApplying), NodeEvent.Apply);
    }

    /// <summary>Applies some of what waits: the core must be content with any part of a batch.</summary>
    private void ApplyNext()
    {
        var count = _chance.Coin() ? _applying.Count : (int)_chance.Between(1, _applying.Count);
        _world.Trace?.Command(_world, $"apply {Id} {count}");
        Entry entry;
        do
        {
            entry = _applying.Dequeue();
            // A snapshot that was installed meanwhile may have overtaken what waits.
            if (entry.Index <= Machine.Applied.Index) continue;
            var reply = Machine.Apply(entry);
            _cluster.HasApplied(entry);
            _cluster.Observers.Applied(this, entry);
            _cluster.Clients.Applied(this, entry, reply);
        }
        while (--count > 0);

        _applies = _applying.Count > 0;
        if (_applies) Schedule(_chance.Spread(_plan.MeanApplying), NodeEvent.Apply);
        _cluster.Clients.ServeReads(this);
        Raft.Applied(entry.Index);
        AfterInput();
    }

    private void LoadInstalled(InstallSnapshot install)
    {
        _installed = null;
        if (!IsWitness) Machine = Durable.Find(install.Snapshot)!.Open();
        _cluster.Tally.Snapshots++;
        _cluster.Observers.Installed(this, install.Snapshot);
        _cluster.Clients.Installed(this);
        _cluster.Clients.ServeReads(this);
    }

    /// <summary>Takes a snapshot of the state as it is now; it is on disk later.</summary>
    private void Photograph()
    {
        var file = SnapshotFile.Of(Raft.DescribeSnapshot(Machine.Applied.Index), Machine);
        Schedule(_chance.Spread(4 * _plan.Disk.MeanDelay), NodeEvent.SnapshotWritten, file);
    }

    private void SnapshotWritten(SnapshotFile file)
    {
        _world.Trace?.Command(_world, $"snapshot {Id}");
        // One that was installed meanwhile reaches further.
        if (Durable.Snapshot is null || Durable.Snapshot.Description.Index < file.Description.Index) Durable.Keep(file);
        _cluster.Tally.Snapshots++;
        Raft.SnapshotTaken(file.Description);
        AfterInput();
    }

    private void PieceRead(ReadSnapshotChunk wanted)
    {
        var file = !_cluster.IsHealed && _chance.Chance(_plan.UnreadablePartsPerMillion) ? null : Durable.Find(wanted.Snapshot);
        if (file is null)
        {
            _world.Trace?.Command(_world, $"unreadable {Id}");
            Raft.SnapshotUnreadable(wanted.Snapshot);
        }
        else
        {
            _world.Trace?.Command(_world, $"chunk {Id}");
            var offset = (int)Math.Min(wanted.Offset, file.Content.Length);
            var length = Math.Min(wanted.Length, file.Content.Length - offset);
            var piece = file.Content.AsMemory(offset, length);
            Raft.SnapshotChunkRead(wanted.For, wanted.Snapshot, offset, piece, offset + length == file.Content.Length);
        }

        AfterInput();
    }
}
