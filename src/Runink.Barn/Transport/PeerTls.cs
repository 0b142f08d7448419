using Runink.Rpc;

namespace Runink.Barn;

/// <summary>TLS between members: both ends show a certificate, and ask for one of the peers' authority.</summary>
internal static class PeerTls
{
    /// <summary>For a listener.</summary>
    public static RpcServerTls Server(ReloadingTls tls) => new()
    {
        Certificate = _ => tls.Current.Certificate,
        ClientCertificates = tls.Files.TrustedCaFile is null ? ClientCertificates.None : ClientCertificates.Required,
        TrustedRoots = tls.Files.TrustedCaFile is null ? null : () => tls.Current.ClientAuthorities!,
    };

    /// <summary>For a connection.</summary>
    public static RpcClientTls Client(ReloadingTls tls) => new()
    {
        Certificate = () => tls.Current.Certificate.TargetCertificate,
        TrustedRoots = tls.Files.TrustedCaFile is null ? null : () => tls.Current.ClientAuthorities!,
    };
}
