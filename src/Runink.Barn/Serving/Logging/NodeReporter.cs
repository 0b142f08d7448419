using Microsoft.Extensions.Logging;

namespace Runink.Barn;

/// <summary>
/// Logs what becomes of a node, by comparing how it stood after two turns: the node itself knows of no log. What comes and goes
/// within one turn is not told. Used by the node's own thread only.
/// </summary>
internal sealed class NodeReporter(ILogger log)
{
    /// <summary>A disk that is well takes milliseconds; from here on whoever waits for it notices.</summary>
    private static readonly TimeSpan SlowWrite = TimeSpan.FromSeconds(1);

    private NodeStatus? _status;
    private KvAlarmEntry[] _alarms = [];
    private long _compacted;
    private bool _diskIsSlow;

    /// <summary>Told after every turn how the node stands, and which state it published.</summary>
    public void Observe(NodeStatus status, KvView view)
    {
        var last = _status ?? status;
        if (_status is null) _compacted = view.CompactRevision;
        _status = status;
        ReportRole(last, status);
        ReportStorage(last, status);
        ReportState(view);
    }

    private void ReportRole(NodeStatus last, NodeStatus status)
    {
        if (status.Role != last.Role) BarnLog.RoleChanged(log, status.Role.ToString(), status.Term.Value);
        if (status.Feeder != last.Feeder)
        {
            if (status.Feeder != 0) BarnLog.FedByMember(log, status.Feeder.ToString("x"));
            else if (status.Leader != 0 && status.Leader != last.Feeder) BarnLog.FedByLeader(log, last.Feeder.ToString("x"));
        }

        if (status.Leader == last.Leader) return;
        if (status.Leader == 0) BarnLog.LeaderLost(log, last.Leader.ToString("x"), status.Term.Value);
        else BarnLog.LeaderElected(log, status.Leader.ToString("x"), status.Term.Value);
    }

    private void ReportStorage(NodeStatus last, NodeStatus status)
    {
        if (status.SnapshotIndex != last.SnapshotIndex) BarnLog.SnapshotTaken(log, status.SnapshotIndex.Value);
        if (status.SnapshotProblem is { } problem && problem != last.SnapshotProblem) BarnLog.SnapshotFailed(log, problem.Message);
        if (status.RoomProblem is { } full && last.RoomProblem is null) BarnLog.DiskFull(log, full.Message);
        else if (status.RoomProblem is null && last.RoomProblem is not null) BarnLog.DiskHasRoom(log);
        if (status.LostEntries == 0 && last.LostEntries > 0) BarnLog.EntriesRestored(log);
        if (!_diskIsSlow && status.OldestLogWrite >= SlowWrite)
        {
            _diskIsSlow = true;
            BarnLog.DiskSlow(log, Math.Round(status.OldestLogWrite.TotalSeconds, 1));
        }
        else if (_diskIsSlow && status.OldestLogWrite < SlowWrite)
        {
            _diskIsSlow = false;
            BarnLog.DiskKeepsUp(log);
        }
    }

    private void ReportState(KvView view)
    {
        if (view.CompactRevision > _compacted) BarnLog.Compacted(log, _compacted = view.CompactRevision);
        if (ReferenceEquals(view.AlarmEntries, _alarms)) return;
        foreach (var raised in view.AlarmEntries.Except(_alarms))
            BarnLog.AlarmRaised(log, EtcdName(raised.Alarm), raised.Member.ToString("x"));
        foreach (var cleared in _alarms.Except(view.AlarmEntries))
            BarnLog.AlarmCleared(log, EtcdName(cleared.Alarm), cleared.Member.ToString("x"));
        _alarms = view.AlarmEntries;
    }

    private static string EtcdName(KvAlarm alarm) => alarm.ToString().ToUpperInvariant();
}
