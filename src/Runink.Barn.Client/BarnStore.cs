using System.Runtime.CompilerServices;
using Runink.Rpc;
using Runink.Store;
using Runink.Store.Machine;
using Wire = Runink.Protocol;

namespace Runink.Barn.Client;

/// <summary>
/// The store that a Barn keeps, or any other server of the etcd v3 API. Thread-safe; one for a process is enough. It connects
/// with the first call, and goes to the next endpoint when one fails.
/// </summary>
/// <remarks>
/// Reads and keep-alives are tried again for <see cref="BarnStoreOptions.Patience"/>. A change is tried again only when it
/// certainly did not happen; when its answer is lost, <see cref="StoreUnavailableException"/> says that its fate is unknown,
/// and a cancelled change may have happened too. Whom the cluster does not let do it gets
/// <see cref="StoreAccessDeniedException"/>.
/// </remarks>
public sealed class BarnStore : IStore
{
    private readonly Cluster _cluster;
    private readonly StoreQuestions _questions;

    /// <summary>Makes a store; nothing is sent yet.</summary>
    /// <exception cref="ArgumentException">There is no endpoint, or one is neither http nor https.</exception>
    public BarnStore(BarnStoreOptions options)
    {
        _cluster = new Cluster(options);
        _questions = new StoreQuestions(_cluster);
    }

    /// <inheritdoc/>
    public async ValueTask<RangeResponse> RangeAsync(RangeRequest request, CancellationToken cancellationToken = default)
    {
        RequestCheck.Range(request);
        try
        {
            var response = await _cluster.ReadAsync(EtcdMethods.Range, RangeMapping.ToWire(request), cancellationToken);
            return RangeMapping.ToStore(request, response);
        }
        catch (RpcException refusal)
        {
            throw await _questions.ExplainAsync(refusal, request.Range, request.Revision, cancellationToken);
        }
    }

    /// <inheritdoc/>
    public async ValueTask<TxnResponse> TxnAsync(TxnRequest request, CancellationToken cancellationToken = default)
    {
        RequestCheck.Txn(request);
        try
        {
            if (TxnMapping.IsSinglePut(request))
            {
                var put = TxnMapping.ToWire((PutOp)request.Then[0]);
                return TxnMapping.ToStore(
                    await _cluster.CallAsync(EtcdMethods.Put, put, isRepeatable: false, cancellationToken));
            }

            var response = await _cluster.CallAsync(
                EtcdMethods.Txn, TxnMapping.ToWire(request), isRepeatable: false, cancellationToken);
            return TxnMapping.ToStore(request, response);
        }
        catch (RpcException refusal)
        {
            throw await _questions.ExplainAsync(refusal, request, cancellationToken);
        }
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<StoreChange> WatchAsync(
        KeyRange range, long fromRevision, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        RequestCheck.Watch(fromRevision);
        _cluster.ThrowIfClosed();
        await using var watch = new Watch(_cluster, new WireRange(range), fromRevision, cancellationToken);
        while (true)
        {
            foreach (var change in await watch.NextAsync()) yield return change;
        }
    }

    /// <inheritdoc/>
    public async ValueTask<Lease> GrantLeaseAsync(TimeSpan timeToLive, CancellationToken cancellationToken = default)
    {
        RequestCheck.Lease(timeToLive);
        try
        {
            // The API counts whole seconds, and less than asked for is not allowed.
            var request = new Wire.LeaseGrantRequest { TTL = (long)Math.Ceiling(timeToLive.TotalSeconds) };
            var response = await _cluster.CallAsync(EtcdMethods.Grant, request, isRepeatable: false, cancellationToken);
            return new Lease(response.ID, TimeSpan.FromSeconds(response.TTL));
        }
        catch (RpcException refusal)
        {
            throw StoreFailures.Of(_cluster.Endpoints, refusal);
        }
    }

    /// <inheritdoc/>
    public async ValueTask<Lease> KeepAliveAsync(long leaseId, CancellationToken cancellationToken = default)
    {
        try
        {
            var response = await _cluster.CallAsync(
                (channel, terms, token) => LeaseCalls.KeepAliveAsync(channel, terms, leaseId, token),
                isRepeatable: true,
                cancellationToken);
            if (response.TTL <= 0) throw new StoreLeaseNotFoundException(leaseId);
            return new Lease(leaseId, TimeSpan.FromSeconds(response.TTL));
        }
        catch (RpcException refusal)
        {
            throw LeaseCalls.Explain(_cluster.Endpoints, refusal, leaseId);
        }
    }

    /// <inheritdoc/>
    public async ValueTask RevokeLeaseAsync(long leaseId, CancellationToken cancellationToken = default)
    {
        try
        {
            var request = new Wire.LeaseRevokeRequest { ID = leaseId };
            await _cluster.CallAsync(EtcdMethods.Revoke, request, isRepeatable: false, cancellationToken);
        }
        catch (RpcException refusal)
        {
            throw LeaseCalls.Explain(_cluster.Endpoints, refusal, leaseId);
        }
    }

    /// <inheritdoc/>
    public async ValueTask CompactAsync(long revision, CancellationToken cancellationToken = default)
    {
        if (revision < 1)
            throw new StoreRequestException($"revision {revision} has not happened", "compact at a revision from 1 on");
        try
        {
            var request = new Wire.CompactionRequest { Revision = revision };
            await _cluster.CallAsync(EtcdMethods.Compact, request, isRepeatable: false, cancellationToken);
        }
        catch (RpcException refusal)
        {
            throw await _questions.ExplainAsync(refusal, KeyRange.All, revision, cancellationToken);
        }
    }

    /// <summary>
    /// Closes the connections. Watches and calls, under way or later, end with <see cref="ObjectDisposedException"/>.
    /// </summary>
    public ValueTask DisposeAsync()
    {
        _cluster.Dispose();
        return ValueTask.CompletedTask;
    }
}
