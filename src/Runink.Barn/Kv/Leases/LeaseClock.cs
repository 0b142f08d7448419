using Runink.Raft;

namespace Runink.Barn;

/// <summary>
/// Decides on the leader when leases expire, by the leader's own monotonic clock. Nothing of it is replicated: whoever becomes
/// leader, or restarts, grants every lease its full time again, or what a checkpoint says was left of it. One thread owns it.
/// </summary>
public sealed class LeaseClock
{
    private const long NanosecondsPerSecond = 1_000_000_000;

    /// <summary>How long after an expired lease was reported it is reported again when it is still there.</summary>
    private const long RetryNanoseconds = 3 * NanosecondsPerSecond;

    /// <summary>Longer times count as this, 126 years, so that no sum overflows.</summary>
    private const long SecondsMax = 4_000_000_000;

    /// <summary>How many stale entries a queue may hold beside one for each lease.</summary>
    private const int StaleEntries = 64;

    private readonly long _checkpointNanoseconds;
    private readonly Dictionary<long, Deadline> _deadlines = [];
    private readonly PriorityQueue<long, (MonotonicTime At, long Id)> _due = new();
    private readonly PriorityQueue<long, (MonotonicTime At, long Id)> _checkpoints = new();

    /// <summary>A clock that is not in charge of any lease yet.</summary>
    /// <param name="checkpointSeconds">
    /// How often the time left of long leases is recorded; etcd does it every five minutes.
    /// </param>
    public LeaseClock(long checkpointSeconds = 300) => _checkpointNanoseconds = checkpointSeconds * NanosecondsPerSecond;

    /// <summary>Whether this node decides on leases.</summary>
    public bool IsInCharge { get; private set; }

    /// <summary>Takes charge: of all leases that there are, from now on.</summary>
    public void TakeCharge(KvLeases leases, MonotonicTime now)
    {
        Resign();
        IsInCharge = true;
        foreach (var lease in leases.All()) Start(lease.Id, lease.TtlSeconds, lease.RemainingSeconds, now);
    }

    /// <summary>Leaves leases to another.</summary>
    public void Resign()
    {
        IsInCharge = false;
        _deadlines.Clear();
        _due.Clear();
        _checkpoints.Clear();
    }

    /// <summary>Takes note of a command that was applied; others than those about leases are nothing to it.</summary>
    public void Observe(KvCommand command, KvResult result, MonotonicTime now)
    {
        if (!IsInCharge || result.Error is not null || ReferenceEquals(result, KvResult.AlreadyApplied)) return;
        switch (command)
        {
            case LeaseGrantCommand when result is LeaseGrantResult granted: Start(granted.Id, granted.TtlSeconds, 0, now); break;
            case LeaseRevokeCommand revoke: Remove(revoke.Id); break;
            case LeaseCheckpointCommand checkpoint:
                foreach (var (id, remaining) in checkpoint.Checkpoints)
                {
                    if (_deadlines.TryGetValue(id, out var deadline)) deadline.Recorded = remaining;
                }
                break;
        }
    }

    /// <summary>Renews a lease in full.</summary>
    /// <returns>Its time to live, or why it cannot be renewed: it is not there, or has expired and waits to be revoked.</returns>
    public (long TtlSeconds, KvError? Error) Renew(long id, MonotonicTime now)
    {
        if (!IsInCharge) return (0, KvErrors.NotLeader);
        if (!_deadlines.TryGetValue(id, out var deadline) || deadline.At <= now) return (0, KvErrors.LeaseNotFound);
        deadline.At = now + Nanoseconds(deadline.TtlSeconds);
        return (deadline.TtlSeconds, null);
    }

    /// <summary>
    /// What is left of a lease; null when it is not there or this node does not know. While a checkpoint is recorded that its renewal
    /// made wrong, propose a checkpoint of 0 before answering.
    /// </summary>
    public LeaseState? Find(long id, MonotonicTime now) => _deadlines.TryGetValue(id, out var deadline)
        ? new(id, deadline.TtlSeconds, Math.Max(0, (deadline.At - now) / NanosecondsPerSecond), IsCheckpointed: deadline.Recorded > 0)
        : null;

    /// <summary>
    /// Collects leases that have expired, to be revoked; each again after a while until its revocation is observed.
    /// </summary>
    public void CollectDue(MonotonicTime now, int max, List<long> into)
    {
        while (max > 0 && _due.TryPeek(out var id, out var priority) && priority.At <= now)
        {
            _due.Dequeue();
            if (!_deadlines.TryGetValue(id, out var deadline) || deadline.Queued != priority.At) continue;
            if (deadline.At > now)
            {
                Enqueue(id, deadline, deadline.At);
                continue;
            }
            Enqueue(id, deadline, now + RetryNanoseconds);
            into.Add(id);
            max--;
        }
    }

    /// <summary>Collects the leases whose time left is to be recorded.</summary>
    public void CollectCheckpoints(MonotonicTime now, int max, List<LeaseCheckpoint> into)
    {
        while (max > 0 && _checkpoints.TryPeek(out var id, out var priority) && priority.At <= now)
        {
            _checkpoints.Dequeue();
            if (!_deadlines.TryGetValue(id, out var deadline)) continue;
            if (deadline.NextCheckpoint != priority.At || deadline.At <= now) continue;
            var remaining = (deadline.At - now + NanosecondsPerSecond - 1) / NanosecondsPerSecond;
            if (remaining < deadline.TtlSeconds)
            {
                into.Add(new(id, remaining));
                // A renewal from now on comes before it is applied, and has to take it back all the same.
                deadline.Recorded = remaining;
                max--;
            }
            ScheduleCheckpoint(id, deadline, now);
        }
    }

    private void Start(long id, long ttlSeconds, long remainingSeconds, MonotonicTime now)
    {
        var deadline = new Deadline(ttlSeconds) { Recorded = remainingSeconds };
        deadline.At = now + Nanoseconds(remainingSeconds > 0 ? remainingSeconds : ttlSeconds);
        _deadlines[id] = deadline;
        Enqueue(id, deadline, deadline.At);
        ScheduleCheckpoint(id, deadline, now);
    }

    /// <summary>
    /// Forgets a lease. Its entries in the queues stay behind, and are swept out when there are too many like them.
    /// </summary>
    private void Remove(long id)
    {
        _deadlines.Remove(id);
        if (_due.Count <= (2 * _deadlines.Count) + StaleEntries) return;
        _due.Clear();
        _checkpoints.Clear();
        foreach (var (lease, deadline) in _deadlines)
        {
            _due.Enqueue(lease, (deadline.Queued, lease));
            if (deadline.NextCheckpoint > default(MonotonicTime)) _checkpoints.Enqueue(lease, (deadline.NextCheckpoint, lease));
        }
    }

    private static long Nanoseconds(long seconds) => Math.Min(seconds, SecondsMax) * NanosecondsPerSecond;

    private void Enqueue(long id, Deadline deadline, MonotonicTime at)
    {
        deadline.Queued = at;
        _due.Enqueue(id, (at, id));
    }

    private void ScheduleCheckpoint(long id, Deadline deadline, MonotonicTime now)
    {
        if (Nanoseconds(deadline.TtlSeconds) <= _checkpointNanoseconds) return;
        deadline.NextCheckpoint = now + _checkpointNanoseconds;
        _checkpoints.Enqueue(id, (deadline.NextCheckpoint, id));
    }

    private sealed class Deadline(long ttlSeconds)
    {
        public long TtlSeconds => ttlSeconds;

        public MonotonicTime At { get; set; }

        /// <summary>When it is looked at next; entries of the queue for other times are stale.</summary>
        public MonotonicTime Queued { get; set; }

        public MonotonicTime NextCheckpoint { get; set; }

        /// <summary>Seconds that the last checkpoint recorded; 0 for none.</summary>
        public long Recorded { get; set; }
    }
}
