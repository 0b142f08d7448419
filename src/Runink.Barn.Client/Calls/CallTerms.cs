using Runink.Rpc;

namespace Runink.Barn.Client;

/// <summary>What calls are made with until the token changes.</summary>
/// <param name="Single">For calls with one answer.</param>
/// <param name="Stream">For watches, which have no end.</param>
/// <param name="HasToken">Whether a token is sent; there is none without a user, and while authentication is off.</param>
internal sealed record CallTerms(RpcCallOptions Single, RpcCallOptions Stream, bool HasToken)
{
    public static CallTerms Of(string? token, TimeSpan timeout)
    {
        var headers = new RpcMetadata { { "hasleader", "true" } };
        if (token is not null) headers.Add("token", token);
        var single = new RpcCallOptions { Timeout = timeout, Headers = headers };
        return new(single, new RpcCallOptions { Headers = headers }, HasToken: token is not null);
    }
}
