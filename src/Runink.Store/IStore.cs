namespace Runink.Store;

/// <summary>
/// The narrow waist of the platform: an ordered map of keys to values with revisions, transactions, watches and leases, after
/// the semantics of etcd v3. Every transaction that changes something takes the next revision; an empty store stands at
/// revision 1. Reads and transactions are linearizable: they see everything that was acknowledged before they began, by any
/// process. All members may be used by several threads at once.
/// </summary>
/// <remarks>
/// Failures are <see cref="StoreException"/>s. A call that is cancelled before it took effect throws
/// <see cref="OperationCanceledException"/>; a store on this machine never leaves it open whether a cancelled transaction
/// took effect (it did not), one behind a network may.
/// </remarks>
public interface IStore : IAsyncDisposable
{
    /// <summary>Reads the entries of a range at one revision.</summary>
    /// <exception cref="StoreCompactedException">The revision lies before the last compaction.</exception>
    /// <exception cref="StoreRequestException">The revision has not happened yet.</exception>
    ValueTask<RangeResponse> RangeAsync(RangeRequest request, CancellationToken cancellationToken = default);

    /// <summary>Checks conditions and takes the steps of one branch, atomically and durably.</summary>
    /// <exception cref="StoreRequestException">The request is malformed or too large; nothing was done.</exception>
    /// <exception cref="StoreLeaseNotFoundException">A put names a lease that has ended; nothing was done.</exception>
    /// <exception cref="StoreDiskFullException">There is no room to record it; nothing was done.</exception>
    ValueTask<TxnResponse> TxnAsync(TxnRequest request, CancellationToken cancellationToken = default);

    /// <summary>
    /// Follows a range from a revision on: every change, in order, none twice, none left out, until cancelled. To follow what
    /// a range answered, watch from its revision plus one. Nothing is buffered for the reader: one that falls behind the
    /// history which the store keeps is told so, and lists again.
    /// </summary>
    /// <param name="range">Which keys.</param>
    /// <param name="fromRevision">The first revision to report, from 1; it may lie in the future.</param>
    /// <param name="cancellationToken">Ends the watch.</param>
    /// <exception cref="StoreCompactedException">
    /// Changes that the reader has not seen yet are compacted away: the next one to report is not after the compacted revision.
    /// </exception>
    IAsyncEnumerable<StoreChange> WatchAsync(
        KeyRange range, long fromRevision, CancellationToken cancellationToken = default);

    /// <summary>Grants a lease.</summary>
    /// <param name="timeToLive">Positive, at most a year; a store may grant more, never less.</param>
    /// <param name="cancellationToken">Gives up.</param>
    ValueTask<Lease> GrantLeaseAsync(TimeSpan timeToLive, CancellationToken cancellationToken = default);

    /// <summary>Lets a lease live for its whole time again, from now on.</summary>
    /// <exception cref="StoreLeaseNotFoundException">It has ended.</exception>
    ValueTask<Lease> KeepAliveAsync(long leaseId, CancellationToken cancellationToken = default);

    /// <summary>Ends a lease and deletes its keys, in one revision.</summary>
    /// <exception cref="StoreLeaseNotFoundException">It has ended already.</exception>
    ValueTask RevokeLeaseAsync(long leaseId, CancellationToken cancellationToken = default);

    /// <summary>
    /// Forgets what was superseded at or before a revision; the store still answers for that revision and later ones.
    /// </summary>
    /// <exception cref="StoreCompactedException">It was compacted at or after that revision before.</exception>
    /// <exception cref="StoreRequestException">The revision has not happened yet.</exception>
    ValueTask CompactAsync(long revision, CancellationToken cancellationToken = default);
}
