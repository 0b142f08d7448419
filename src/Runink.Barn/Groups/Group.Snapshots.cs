using Runink.Raft;

namespace Runink.Barn;

/// <summary>The state as a whole: written as a snapshot, and replaced by one.</summary>
internal sealed partial class Group
{
    private const long SnapshotRetryTicks = 100;

    private StatePhotograph? _photograph;
    private InstallSnapshot? _installing;
    private WriteId _durable;
    private bool _isLoading;
    private long _snapshotRetryTick;
    private bool _photographAgain;
    private long _nextCheckTick;

    /// <summary>
    /// Hands the state as it is now to the storage, which writes it while this goes on. While it is at one, the next waits.
    /// </summary>
    public void Photograph()
    {
        _photographAgain = _photograph is not null;
        // While a fetched snapshot is being loaded the state is older than what the log begins with; that one serves as well.
        if (_photographAgain || _installing is not null) return;
        Machine.Publish();
        _photograph = new StatePhotograph(Machine);
        _storage.TakeSnapshot(Id, Raft.DescribeSnapshot(Raft.AppliedIndex), _photograph);
    }

    /// <summary>Whether the storage has a photograph of the state.</summary>
    public bool IsPhotographed => _photograph is not null;

    /// <summary>Another snapshot is wanted than the next that would be due.</summary>
    public void PhotographSoon()
    {
        Touch();
        Photograph();
    }

    /// <summary>
    /// The group keeps the log of the node from being cut by its entries up to this one: it lets go of those that a snapshot holds, or
    /// takes one.
    /// </summary>
    public void ReleaseLog(LogIndex through)
    {
        if (_photograph is not null || _installing is not null || _snapshotRetryTick != 0 || Raft.Membership.IsEmpty) return;
        Touch();
        if (Raft.SnapshotIndex >= through) Raft.DropRetained(through);
        else if (Raft.AppliedIndex > Raft.SnapshotIndex) Photograph();
    }

    /// <summary>The storage has written the photograph.</summary>
    public void Photographed(SnapshotDescription snapshot)
    {
        LetGoOfPhotograph();
        if (IsEnded) return;
        Raft.SnapshotTaken(snapshot);
        if (_photographAgain) Photograph();
    }

    /// <summary>The storage could not write the photograph. Another is taken after a while.</summary>
    public void NotPhotographed()
    {
        LetGoOfPhotograph();
        _snapshotRetryTick = _context.Ticks + SnapshotRetryTicks;
    }

    /// <summary>
    /// Writes are durable. If the installation of a snapshot is among them, the core hears of it only once the state is loaded, which
    /// takes a while and happens elsewhere.
    /// </summary>
    public void Completed(WriteId through)
    {
        Touch();
        _durable = through;
        if (_installing is { } install && install.Id.Value <= through.Value) LoadInstalled(install);
        else Raft.WriteCompleted(through, _clock.Now);
    }

    private void LoadInstalled(InstallSnapshot install)
    {
        if (_isLoading) return;
        _isLoading = true;
        KvMachine? loaded = null;
        _storage.ReadSnapshot(Id, install.Snapshot, content => loaded = RecoveredMachine.Read(content, Id, install.Snapshot), () =>
        {
            Touch();
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

    /// <summary>
    /// A member could not use the snapshot that this one gave it. Pieces are given away as they are, so nobody here has seen yet whether
    /// the file is sound; if it is not, a new one takes its place.
    /// </summary>
    private void CheckSnapshot()
    {
        if (_context.Ticks < _nextCheckTick || Raft.NewestSnapshot is not { } snapshot) return;
        _nextCheckTick = long.MaxValue;
        // Whoever only fetches too slowly says the same, and must not keep the disk at it.
        _storage.CheckSnapshot(Id, snapshot, () => _nextCheckTick = _context.Ticks + SnapshotRetryTicks);
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

    private void LetGoOfPhotograph()
    {
        Touch();
        _photograph?.Dispose();
        _photograph = null;
    }

    private void RetrySnapshot()
    {
        if (_snapshotRetryTick == 0 || _context.Ticks < _snapshotRetryTick) return;
        _snapshotRetryTick = 0;
        Photograph();
    }

    private KvMachine Load(RecoveredState recovered)
    {
        using var loading = recovered.Snapshot is { } snapshot ? new FirstLoading(_storage.SnapshotBytes(Id, snapshot)) : null;
        return RecoveredMachine.Load(_storage, Id, recovered);
    }
}
