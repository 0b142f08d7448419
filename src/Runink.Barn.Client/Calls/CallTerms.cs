using Runink.Rpc;

namespace Runink.Barn.Client;

/// <summary>What calls are made with until the token changes.</summary>
/// <param name="Single">For calls with one answer.</param>
/// <param name="Stream">For watches, which have no end.</param>
internal sealed record CallTerms(RpcCallOptions Single, RpcCallOptions Stream)
{
    public static CallTerms Of(string? token, TimeSpan timeout)
    {
        var headers = new RpcMetadata { { "hasleader", "true" } };
        if (token is not null) headers.Add("token", token);
        return new(new RpcCallOptions { Timeout = timeout, Headers = headers }, new RpcCallOptions { Headers = headers });
    }
}
