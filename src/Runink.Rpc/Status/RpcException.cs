namespace Runink.Rpc;

/// <summary>A call that ended with another status than OK: thrown by handlers to say so, and by clients who got it.</summary>
/// <param name="code">The status; not <see cref="RpcCode.Ok"/>.</param>
/// <param name="message">Travels to the caller as it is, in any language.</param>
/// <param name="inner">What caused it; stays here.</param>
public sealed class RpcException(RpcCode code, string message, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>The status.</summary>
    public RpcCode Code { get; } = code;

    /// <summary>Trailing metadata. On a client: what the server sent with the status.</summary>
    public RpcMetadata Trailers { get; init; } = [];
}
