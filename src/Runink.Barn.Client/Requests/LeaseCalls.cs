using Runink.Protocol;
using Runink.Rpc;
using Runink.Store;

namespace Runink.Barn.Client;

/// <summary>What is special about calls on leases.</summary>
internal static class LeaseCalls
{
    /// <summary>
    /// Sends one sign of life. etcd streams them; a stream for each is dear to nobody, and leaves no state to lose.
    /// </summary>
    public static async ValueTask<LeaseKeepAliveResponse> KeepAliveAsync(
        RpcChannel channel, CallTerms terms, long leaseId, CancellationToken cancellationToken)
    {
        await using var call = channel.Open(EtcdMethods.KeepAlive, terms.Single, cancellationToken);
        try
        {
            await call.Requests.WriteAsync(new LeaseKeepAliveRequest { ID = leaseId });
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // The call is over already; reading tells why.
        }

        if (!await call.Responses.MoveNextAsync())
            throw new RpcException(RpcCode.Unavailable, "the server ended the stream of keep-alives without an answer");
        return call.Responses.Current;
    }

    public static StoreException Explain(EndpointRing endpoints, RpcException refusal, long leaseId) =>
        string.Equals(refusal.Message, EtcdErrors.LeaseNotFound, StringComparison.Ordinal)
            ? new StoreLeaseNotFoundException(leaseId)
            : StoreFailures.Of(endpoints, refusal);
}
