using Runink.Raft;

namespace Runink.Barn;

/// <summary>
/// What a leader does of its own accord, each time as a command in the log like any other: ends the leases whose time is up,
/// records how much of them is left, raises the alarm when the quota is used up, and forgets history.
/// </summary>
internal sealed class LeaderDuties(GroupContext context, Group group)
{
    // In one tick, so that many leases that end together do not crowd out everything else.
    private const int LeasesPerTick = 1000;

    // Changes that are freed in one tick: some milliseconds of the node's thread at most.
    private const int SweptPerTick = 20_000;
    private const long AlarmRetryNanoseconds = 1_000_000_000L;

    private readonly LeaseClock _leases = new();
    private readonly AutoCompactor _compactor = new(context.Options.AutoCompaction);
    private readonly List<long> _due = [];
    private readonly List<LeaseCheckpoint> _checkpoints = [];

    // By lease, until they are applied: another one behind it could end a lease that was granted anew under the same id in between.
    private readonly Dictionary<long, Proposal> _revocations = [];
    private Term _inChargeSince;
    private MonotonicTime _nextAlarm;
    private bool _hasGarbage;

    /// <summary>Whether there is nothing to do until something is asked of the group.</summary>
    public bool MayRest => !_hasGarbage && (!_leases.IsInCharge
        || (View.Leases.Count == 0 && !IsOverQuota
            && (context.Options.AutoCompaction.Period is null || View.CompactRevision == View.Revision)));

    private KvView View => group.Machine.View;

    private bool IsSystem => group.Id == NodeCore.System;

    // The platform's group looks after what all groups take together, any other after its own share, if it has one.
    private long Quota => IsSystem ? context.Options.QuotaBytes : group.QuotaBytes;

    private long Used => IsSystem ? context.StateBytes : View.Bytes;

    private bool IsOverQuota => Quota > 0 && Used > Quota;

    public void Tick(MonotonicTime now)
    {
        _hasGarbage = group.Machine.Sweep(SweptPerTick);
        if (!TakeCharge(now)) return;
        EndLeases(now);
        if (now >= _nextAlarm) WatchQuota(now);
        if (_compactor.Due(now, View.Revision, View.CompactRevision) is > 0 and var revision) group.ProposeOwn(new CompactCommand(revision));
    }

    /// <summary>A command was applied: leases begin and end by it.</summary>
    public void Observe(KvCommand command, KvResult result, MonotonicTime now)
    {
        // Also one that was refused: it is tried again.
        if (command is LeaseRevokeCommand { Expired: true } revocation) _revocations.Remove(revocation.Id);
        _leases.Observe(command, result, now);
    }

    /// <summary>Renews a lease, or says how much is left of it. False: another node decides on leases.</summary>
    public bool Answer(LeaseQuestion question, MonotonicTime now)
    {
        if (!TakeCharge(now)) return false;
        // The clock alone is asked: it knows of what this turn applied, too, which the view does not show yet.
        var error = question.Renews ? _leases.Renew(question.Lease, now).Error : null;
        if (error is null && _leases.Find(question.Lease, now) is { } state) question.Answer(group.Raft.Term, state, error: null);
        else question.Answer(group.Raft.Term, default, error ?? KvErrors.LeaseNotFound);
        return true;
    }

    /// <summary>
    /// Whether this node decides on leases; one that begins to lead gives each its time anew. So does one that leads again before it
    /// noticed that it did not: another may have renewed them meanwhile.
    /// </summary>
    private bool TakeCharge(MonotonicTime now)
    {
        var leads = group.IsInCharge;
        if (leads && (!_leases.IsInCharge || _inChargeSince != group.Raft.Term))
        {
            _inChargeSince = group.Raft.Term;
            // Of those before, what is in the log is applied, and what is not never will be.
            _revocations.Clear();
            // All that was applied counts, also what is not published yet.
            _leases.TakeCharge(group.Machine.Publish().Leases, now);
            _compactor.Reset();
        }
        else if (!leads && _leases.IsInCharge)
        {
            _leases.Resign();
        }

        return leads;
    }

    private void EndLeases(MonotonicTime now)
    {
        _leases.CollectDue(now, LeasesPerTick, _due);
        foreach (var lease in _due) EndLease(lease);
        _due.Clear();
        _leases.CollectCheckpoints(now, LeasesPerTick, _checkpoints);
        if (_checkpoints.Count > 0) group.ProposeOwn(new LeaseCheckpointCommand([.. _checkpoints]));
        _checkpoints.Clear();
    }

    private void EndLease(long lease)
    {
        // What stands in the log of a leader is applied, or it leads no more.
        if (_revocations.TryGetValue(lease, out var before) && before.MayBeInLog) return;
        var revocation = group.Prepare(new LeaseRevokeCommand(lease, Expired: true), isAwaited: false);
        _revocations[lease] = revocation;
        group.Propose(revocation);
    }

    private void WatchQuota(MonotonicTime now)
    {
        if (IsOverQuota) RaiseAlarm(now);
        // What is being loaded is not counted yet.
        else if (View.AlarmEntries.Length > 0 && context.Loading.Count == 0 && (Quota == 0 || Used < Quota / 10 * 9)) DisarmAlarms(now);
    }

    private void RaiseAlarm(MonotonicTime now)
    {
        if (View.Alarms.Any(alarm => alarm.Alarm == KvAlarm.NoSpace)) return;
        _nextAlarm = now + AlarmRetryNanoseconds;
        // What this state takes alone, it sees itself when that is over.
        var quota = View.Bytes > Quota ? Quota : -Quota;
        group.ProposeOwn(new AlarmCommand(KvAlarmAction.Raise, context.Options.MemberId, KvAlarm.NoSpace, quota));
    }

    /// <summary>Those that a leader raised: the quota may also be another than it was then. What an operator raised stays.</summary>
    private void DisarmAlarms(MonotonicTime now)
    {
        foreach (var alarm in View.AlarmEntries)
        {
            if (alarm.Alarm != KvAlarm.NoSpace || alarm.QuotaBytes == 0) continue;
            _nextAlarm = now + AlarmRetryNanoseconds;
            group.ProposeOwn(new AlarmCommand(KvAlarmAction.Disarm, alarm.Member, KvAlarm.NoSpace));
        }
    }
}
