using Runink.Raft;

namespace Runink.Barn;

/// <summary>
/// The group in the turns of its node: it is looked at in a turn in which something happened to it, and ticks while it is awake. A group
/// that rests costs nothing.
/// </summary>
internal sealed partial class Group
{
    private bool _isTouched;
    private bool _isAwake;
    private long _acknowledgedThrough;
    private long _stateBytes;
    private GroupStatus _status = GroupStatus.Unknown;

    /// <summary>How the group stood on this node after the last turn that touched it. For any thread.</summary>
    public GroupStatus Status => Volatile.Read(ref _status);

    /// <summary>Something happens to the group: it is looked at in this turn, and ticks until it finds that it may rest.</summary>
    public void Touch()
    {
        if (IsEnded) return;
        if (!_isTouched) _context.Touched.Add(this);
        _isTouched = true;
        // It may have gone to rest earlier in this turn.
        if (_isAwake) return;
        _isAwake = true;
        _context.Awake.Add(this);
    }

    /// <summary>What was under way to a member may be lost.</summary>
    public void Unreachable(NodeId peer)
    {
        if (Raft.Role != Role.Leader || Raft.IsAsleep) return;
        Touch();
        Raft.PeerUnreachable(peer);
    }

    public void Receive(Message message)
    {
        if (IsGone(message.From)) return;
        Touch();
        if (message is ReadIndexRequest) _askedReads++;
        if (message is SnapshotUnavailable failed && failed.Source == Raft.Id) CheckSnapshot();
        Raft.Receive(message, _clock.Now);
    }

    /// <summary>Lets time pass: a tick of the core, of what a leader does, and an end to what waited too long.</summary>
    /// <returns>Whether the next tick means something, too.</returns>
    public bool Tick()
    {
        Touch();
        Raft.Tick(_clock.Now);
        KeepLease();
        if (_proposals.HasRefused && Raft.Leader != NodeId.None)
            foreach (var proposal in _proposals.TakeRefused()) Submit(proposal, _proposals.Again(proposal));
        while (_proposals.TakeOverdue(_context.Ticks) is { } proposal)
            Refuse(proposal, proposal.MayBeInLog ? KvErrors.Timeout : KvErrors.NoLeader);
        if (!_reads.IsEmpty) EndOverdueReads();
        TickChange(_context.Ticks);
        _duties.Tick(_clock.Now);
        TickFollowing();
        RetrySnapshot();
        if (!Raft.NeedsStagedSnapshot) _storage.DiscardStaged(Id);
        return _isAwake = !MayRest();
    }

    /// <summary>At the end of a turn: the state is published, and whoever waited for it is answered.</summary>
    public void Publish()
    {
        _isTouched = false;
        if (Machine.AppliedIndex != Machine.View.AppliedIndex || Machine.HoldsSwept) Machine.Publish();
        // A snapshot publishes the state in the midst of a turn, and watches must hear of that, too.
        if (!ReferenceEquals(Machine.View, Watches.View)) Watches.Publish(Machine.View);
        _context.StateBytes += Machine.View.Bytes - _stateBytes;
        _stateBytes = Machine.View.Bytes;
        AnswerReads();
        Volatile.Write(ref _acknowledgedThrough, _acknowledged.Through);
        Volatile.Write(ref _servesAloneUntil, _context.Failure is null ? AloneUntil().Nanoseconds : long.MinValue);
        if (!_status.Holds(Raft)) Volatile.Write(ref _status, GroupStatus.Of(Raft));
    }

    private void EndOverdueReads()
    {
        foreach (var read in _reads.TakeOverdue(_context.Ticks))
            read.Refused(this, Raft.Leader == NodeId.None ? KvErrors.NoLeader : KvErrors.Timeout);
    }

    private bool MayRest() => Raft.IsAsleep && _proposals.IsEmpty && _reads.IsEmpty && _change is null && _transfer is null
        && _photograph is null && _installing is null && _snapshotRetryTick == 0 && _campaignAt < _context.Ticks
        && _duties.MayRest && IsInStep();
}
