using Runink.Protocol.PeerV1;
using Runink.Rpc;

namespace Runink.Barn;

/// <summary>Asks members about their cluster: how one whose directory is empty finds its id.</summary>
internal static class PeerInquiry
{
    private static readonly DescribeRequest Request = new();

    /// <summary>Asks all of the addresses at the same time: one of them may know less than another.</summary>
    /// <param name="urls">Whom to ask.</param>
    /// <param name="options">How to connect.</param>
    /// <param name="timeout">How long each may take.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The answers that came in time, and why the others did not.</returns>
    public static async Task<(IReadOnlyList<DescribeResponse> Answers, IReadOnlyList<RpcException> Failures)> AskAsync(
        IReadOnlyList<Uri> urls, PeerOptions options, TimeSpan timeout, CancellationToken cancellationToken)
    {
        var asked = await Task.WhenAll(urls.Select(url => AskAsync(url, options, timeout, cancellationToken))).ConfigureAwait(false);
        return ([.. asked.Select(one => one.Answer).OfType<DescribeResponse>()], [.. asked.Select(one => one.Failure).OfType<RpcException>()]);
    }

    private static async Task<(DescribeResponse? Answer, RpcException? Failure)> AskAsync(
        Uri url, PeerOptions options, TimeSpan timeout, CancellationToken cancellationToken)
    {
        using var channel = new RpcChannel(PeerChannel.Options(url, options));
        try
        {
            var call = new RpcCallOptions { Timeout = timeout };
            return (await channel.CallAsync(PeerMethods.Describe, Request, call, cancellationToken).ConfigureAwait(false), null);
        }
        catch (RpcException failure)
        {
            return (null, failure);
        }
    }
}
