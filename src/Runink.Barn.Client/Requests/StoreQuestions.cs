using Runink.Protocol;
using Runink.Rpc;
using Runink.Store;
using RangeRequest = Runink.Store.RangeRequest;
using TxnRequest = Runink.Store.TxnRequest;

namespace Runink.Barn.Client;

/// <summary>
/// Turns refusals into the store's errors. etcd's do not say which lease is missing nor where the store was compacted, so the
/// cluster is asked.
/// </summary>
internal sealed class StoreQuestions(Cluster cluster)
{
    /// <summary>The error of a request that named a revision.</summary>
    public async ValueTask<StoreException> ExplainAsync(
        RpcException refusal, KeyRange range, long revision, CancellationToken cancellationToken)
    {
        return refusal.Message switch
        {
            EtcdErrors.Compacted =>
                new StoreCompactedException(revision, await CompactRevisionAsync(range, revision, cancellationToken)),
            EtcdErrors.FutureRevision => new StoreRequestException(
                $"revision {revision} has not happened yet", "use 0 for the newest, or one that the store has answered with"),
            _ => StoreFailures.Of(cluster.Endpoints, refusal),
        };
    }

    /// <summary>The error of a transaction.</summary>
    public async ValueTask<StoreException> ExplainAsync(
        RpcException refusal, TxnRequest request, CancellationToken cancellationToken)
    {
        switch (refusal.Message)
        {
            case EtcdErrors.LeaseNotFound:
                return new StoreLeaseNotFoundException(await EndedLeaseAsync(request, cancellationToken));
            case EtcdErrors.Compacted or EtcdErrors.FutureRevision:
                var reads = request.Then.Concat(request.Else).OfType<RangeOp>()
                    .Select(op => op.Request)
                    .Where(read => read.Revision > 0);
                var culprit = string.Equals(refusal.Message, EtcdErrors.Compacted, StringComparison.Ordinal)
                    ? reads.MinBy(read => read.Revision)
                    : reads.MaxBy(read => read.Revision);
                return await ExplainAsync(refusal, culprit?.Range ?? KeyRange.All, culprit?.Revision ?? 0, cancellationToken);
            default:
                return StoreFailures.Of(cluster.Endpoints, refusal);
        }
    }

    /// <summary>Where the store was compacted, given a revision that is not after that.</summary>
    private async ValueTask<long> CompactRevisionAsync(KeyRange range, long revision, CancellationToken cancellationToken)
    {
        var asked = new WireRange(range);
        var read = RangeMapping.ToWire(new RangeRequest(range, 0, revision));
        read.CountOnly = true;
        read.RangeEnd = Google.Protobuf.ByteString.Empty;
        try
        {
            await cluster.CallAsync(EtcdMethods.Range, read, isRepeatable: true, cancellationToken);
            return revision;
        }
        catch (RpcException refusal) when (string.Equals(refusal.Message, EtcdErrors.Compacted, StringComparison.Ordinal))
        {
            return await cluster.CallAsync(
                (channel, terms, token) => CancelledAtAsync(channel, terms, asked, revision, token),
                isRepeatable: true,
                cancellationToken);
        }
        catch (RpcException refusal)
        {
            throw StoreFailures.Of(cluster.Endpoints, refusal);
        }
    }

    /// <summary>Asks for a watch from a compacted revision: its refusal alone names the revision of the compaction.</summary>
    private static async ValueTask<long> CancelledAtAsync(
        RpcChannel channel, CallTerms terms, WireRange range, long compacted, CancellationToken cancellationToken)
    {
        await using var call = channel.Open(EtcdMethods.Watch, terms.Single, cancellationToken);
        await WatchStream.CreateAsync(call, range, compacted, cancellationToken);
        while (await call.Responses.MoveNextAsync())
        {
            if (call.Responses.Current is { Canceled: true } end) return end.CompactRevision;
        }

        throw new RpcException(RpcCode.Unavailable, "the server ended the watch without an answer");
    }

    private async ValueTask<long> EndedLeaseAsync(TxnRequest request, CancellationToken cancellationToken)
    {
        var leases = request.Then.Concat(request.Else).OfType<PutOp>()
            .Select(put => put.Lease)
            .Where(lease => lease != 0)
            .Distinct()
            .ToArray();
        foreach (var lease in leases.SkipLast(1))
        {
            try
            {
                var question = new LeaseTimeToLiveRequest { ID = lease };
                var answer = await cluster.CallAsync(EtcdMethods.TimeToLive, question, isRepeatable: true, cancellationToken);
                if (answer.TTL < 0) return lease;
            }
            catch (RpcException refusal)
            {
                throw StoreFailures.Of(cluster.Endpoints, refusal);
            }
        }

        return leases.LastOrDefault();
    }
}
