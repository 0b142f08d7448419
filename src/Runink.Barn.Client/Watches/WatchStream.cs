using Runink.Protocol;
using Runink.Rpc;

namespace Runink.Barn.Client;

/// <summary>How a watch is asked for.</summary>
internal static class WatchStream
{
    /// <summary>
    /// Asks for the changes of a range, in pieces that fit into messages, and for word of where the store stands.
    /// </summary>
    public static async ValueTask CreateAsync(
        RpcClientCall<WatchRequest, WatchResponse> call, WireRange range, long fromRevision, CancellationToken cancellationToken)
    {
        var create = new WatchCreateRequest
        {
            Key = range.Key,
            RangeEnd = range.End,
            StartRevision = fromRevision,
            ProgressNotify = true,
            Fragment = true,
        };
        try
        {
            await call.Requests.WriteAsync(new WatchRequest { CreateRequest = create });
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // The call is over already; reading tells why.
        }
    }
}
