using Runink.Raft;

namespace Runink.Barn;

/// <summary>
/// Reads that this node answers without asking anyone: while it is sure that every change which anybody was told of is in the
/// state that it has published.
/// </summary>
internal sealed partial class Group
{
    // From so many reads in a tick on, an entry that keeps the lease costs less than asking the others.
    private const long ReadsWorthAnEntry = 8;

    private long _servesAloneUntil = long.MinValue;

    // Since the last tick; what followers ask for their clients counts as one.
    private long _leaseReads;
    private long _askedReads;

    /// <summary>
    /// Until when this node may answer linearizable reads from what is published, without asking anyone. For any thread, which
    /// asks the clock after this and takes the state last: if the clock says less, every change that was acknowledged before is
    /// in <see cref="KvMachine.View"/>.
    /// </summary>
    public MonotonicTime ServesAloneUntil => new(Volatile.Read(ref _servesAloneUntil));

    /// <summary>A read is answered under a lease. For any thread.</summary>
    public void CountLeaseRead()
    {
        _context.Reads.CountByLease();
        Interlocked.Increment(ref _leaseReads);
    }

    /// <summary>
    /// Alone always, else while it leads and has a lease, and nothing is committed that is not published: the others may know
    /// that it is, show it, and answer for it.
    /// </summary>
    private MonotonicTime AloneUntil()
    {
        if (!IsInCharge) return new(long.MinValue);
        if (IsAlone) return new(long.MaxValue);
        return IsCommitPublished && Raft.LeaseEnd is { } end ? end : new(long.MinValue);
    }

    private bool IsCommitPublished => Raft.Commit <= Machine.View.AppliedIndex;

    /// <summary>
    /// Before a message leaves: it may tell that more is committed than is published, or let another lead. Until the end of the
    /// turn nobody is answered on the strength of what held at the end of the last one.
    /// </summary>
    private void TakeBack()
    {
        if (_servesAloneUntil == long.MinValue) return;
        var until = IsCommitPublished ? AloneUntil().Nanoseconds : long.MinValue;
        // A full fence: who knows of the message must not find the old value here.
        if (until < _servesAloneUntil) Interlocked.Exchange(ref _servesAloneUntil, until);
    }

    /// <summary>
    /// A leader that many read from and nobody writes to keeps its lease by entries of its own, while the disk has room.
    /// </summary>
    private void KeepLease()
    {
        var reads = _askedReads + Interlocked.Exchange(ref _leaseReads, 0);
        _askedReads = 0;
        if (reads >= ReadsWorthAnEntry && !IsAlone && _context.RoomProblem is null) Raft.RenewLease(_clock.Now);
    }
}
