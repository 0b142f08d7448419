using Runink.Rpc;

namespace Runink.Barn;

/// <summary>TLS towards other members: the same certificate that a server shows them, and the same authorities.</summary>
internal static class PeerTls
{
    /// <summary>For a connection.</summary>
    public static RpcClientTls Client(ReloadingTls tls) => new()
    {
        Certificate = () => tls.Current.Certificate.TargetCertificate,
        TrustedRoots = tls.Files.TrustedCaFile is null ? null : () => tls.Current.ClientAuthorities!,
    };
}
