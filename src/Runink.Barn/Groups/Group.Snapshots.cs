using Runink.Raft;

namespace Runink.Barn;

/// <summary>The state as a whole: written as a snapshot, and replaced by one.</summary>
internal sealed partial class Group
{
    private StatePhotograph? _photograph;
    private InstallSnapshot? _installing;
    private WriteId _durable;
    private bool _isLoading;

    /// <summary>Hands the state as it is now to the storage, which writes it while this goes on.</summary>
    public void Photograph()
    {
        Machine.Publish();
        _photograph?.Dispose();
        _photograph = new StatePhotograph(Machine);
        _storage.TakeSnapshot(Id, Raft.DescribeSnapshot(Raft.AppliedIndex), _photograph);
    }

    /// <summary>The storage is done with the photograph, one way or the other.</summary>
    public void Photographed()
    {
        _photograph?.Dispose();
        _photograph = null;
    }

    /// <summary>
    /// Writes are durable. If the installation of a snapshot is among them, the core hears of it only once the state is loaded, which
    /// takes a while and happens elsewhere.
    /// </summary>
    public void Completed(WriteId through)
    {
        _durable = through;
        if (_installing is { } install && install.Id.Value <= through.Value) LoadInstalled(install);
        else Raft.WriteCompleted(through, _clock.Now);
    }

    private void LoadInstalled(InstallSnapshot install)
    {
        if (_isLoading) return;
        _isLoading = true;
        KvMachine? loaded = null;
        _storage.ReadSnapshot(Id, install.Snapshot, content => loaded = KvMachine.Restore(content), () =>
        {
            _isLoading = false;
            Machine = loaded!;
            EndProposalsWithin(Machine.View);
            if (_installing == install) _installing = null;
            // Another one may be behind it, and the core must not hear of that one yet.
            var before = _installing is { } next && next.Id.Value <= _durable.Value ? new WriteId(next.Id.Value - 1) : _durable;
            Raft.WriteCompleted(before, _clock.Now);
            if (before != _durable) Completed(_durable);
        });
    }

    /// <summary>Proposals that were applied before the snapshot was taken have a result that it does not tell.</summary>
    private void EndProposalsWithin(KvView installed)
    {
        if (Array.Find(installed.Sessions, session => session.Origin == Origin) is not { } own) return;
        foreach (var proposal in _proposals.All())
        {
            if (own.IsSettled(proposal.Number) && _proposals.Take(proposal.Number) is not null)
                Settle(proposal, new KvResult(installed.Revision, KvErrors.TimeoutDueToLeaderFail));
        }
    }

    private KvMachine Load(SnapshotDescription snapshot)
    {
        using var loading = new FirstLoading(_storage.SnapshotBytes(Id, snapshot));
        using var content = _storage.OpenSnapshot(Id, snapshot);
        return KvMachine.Restore(content);
    }
}
