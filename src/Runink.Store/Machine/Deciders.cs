namespace Runink.Store.Machine;

/// <summary>Turns requests into commands, given a state and the time in milliseconds of Unix time.</summary>
internal static class Deciders
{
    public static (TxnResponse Answer, Command? Command) Txn(StoreMachine machine, TxnRequest request) =>
        new TxnEvaluator(machine).Evaluate(request);

    public static (Lease Answer, Command? Command) Grant(StoreMachine machine, long now, TimeSpan timeToLive)
    {
        var lease = new Lease(machine.Leases.LastId + 1, timeToLive);
        var milliseconds = (long)Math.Ceiling(timeToLive.TotalMilliseconds);
        return (lease, new GrantLeaseCommand(lease.Id, milliseconds, now + milliseconds));
    }

    public static (Lease Answer, Command? Command) KeepAlive(StoreMachine machine, long now, long leaseId)
    {
        if (!machine.Leases.Contains(leaseId)) throw new StoreLeaseNotFoundException(leaseId);
        var milliseconds = machine.Leases.TimeToLive(leaseId);
        var lease = new Lease(leaseId, TimeSpan.FromMilliseconds(milliseconds));
        return (lease, new RenewLeaseCommand(leaseId, now + milliseconds));
    }

    public static (long Answer, Command? Command) Revoke(StoreMachine machine, long leaseId)
    {
        if (!machine.Leases.Contains(leaseId)) throw new StoreLeaseNotFoundException(leaseId);
        return (leaseId, new EndLeaseCommand(leaseId));
    }

    public static (long Answer, Command? Command) Compact(StoreMachine machine, long revision)
    {
        if (revision > machine.Revision || revision < 1)
        {
            throw new StoreRequestException(
                $"revision {revision} has not happened; the newest is {machine.Revision}", "compact at an older revision");
        }

        if (revision <= machine.CompactRevision) throw new StoreCompactedException(revision, machine.CompactRevision);
        return (revision, new CompactCommand(revision));
    }

    /// <summary>The end of the lease that is due first, or null when none is due.</summary>
    public static Command? Expiry(StoreMachine machine, long now) =>
        machine.Leases.Next is { } next && next.ExpiresAt <= now ? new EndLeaseCommand(next.LeaseId) : null;

    /// <summary>
    /// A compaction that leaves <paramref name="kept"/> revisions of history, or fewer when they take too much memory; null
    /// while there is not twice as much.
    /// </summary>
    public static Command? Trim(StoreMachine machine, int kept)
    {
        var history = machine.History;
        if (history.Count < 2L * kept && machine.HistoryBytes < 2 * StoreLimits.HistoryBytes) return null;
        var (count, bytes) = (1, StoreMachine.Size(history[^1]));
        for (; count < Math.Min(kept, history.Count); count++)
        {
            bytes += StoreMachine.Size(history[^(count + 1)]);
            if (bytes > StoreLimits.HistoryBytes) break;
        }

        return count == history.Count ? null : new CompactCommand(machine.Revision - count);
    }
}
