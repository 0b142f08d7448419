using Runink.Rpc;

namespace Runink.Barn;

/// <summary>How a member connects to another.</summary>
internal static class PeerChannel
{
    public static RpcChannelOptions Options(Uri url, PeerOptions options) => new()
    {
        Address = url,
        Tls = options.Tls is { } tls ? Tls(tls) : new RpcClientTls(),
        ConnectTimeout = options.ConnectTimeout,
        KeepAliveDelay = options.KeepAliveDelay,
        KeepAliveTimeout = options.KeepAliveTimeout,
    };

    public static RpcClientTls Tls(ReloadingTls tls) => new()
    {
        TrustedRoots = tls.Files.TrustedCaFile is null ? null : () => tls.Current.ClientAuthorities!,
        Certificate = () => tls.Current.Certificate.TargetCertificate,
    };
}
