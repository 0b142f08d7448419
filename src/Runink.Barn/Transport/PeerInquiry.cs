using Runink.Protocol.PeerV1;
using Runink.Rpc;

namespace Runink.Barn;

/// <summary>Asks members about their cluster: how one that is about to join finds its id.</summary>
internal static class PeerInquiry
{
    private static readonly DescribeRequest Request = new();

    /// <summary>The answer of the first of the addresses that gives one.</summary>
    /// <param name="urls">Whom to ask, in turn; at least one.</param>
    /// <param name="options">How to connect.</param>
    /// <param name="timeout">How long each may take.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="RpcException">Nobody has answered; it is the failure of the last.</exception>
    public static async Task<DescribeResponse> AskAsync(
        IReadOnlyList<Uri> urls, PeerOptions options, TimeSpan timeout, CancellationToken cancellationToken)
    {
        for (var i = 0; ; i++)
        {
            using var channel = new RpcChannel(PeerChannel.Options(urls[i], options));
            try
            {
                var call = new RpcCallOptions { Timeout = timeout };
                return await channel.CallAsync(PeerMethods.Describe, Request, call, cancellationToken).ConfigureAwait(false);
            }
            catch (RpcException) when (i < urls.Count - 1)
            {
                // The next one may answer.
            }
        }
    }
}
