using Runink.Rpc;

namespace Runink.Barn;

/// <summary>How a member connects to another.</summary>
internal static class PeerChannel
{
    public static RpcChannelOptions Options(Uri url, PeerOptions options) => new()
    {
        Address = url,
        Tls = options.Tls is { } tls ? PeerTls.Client(tls) : new RpcClientTls(),
        ConnectTimeout = options.ConnectTimeout,
        KeepAliveDelay = options.KeepAliveDelay,
        KeepAliveTimeout = options.KeepAliveTimeout,
    };
}
