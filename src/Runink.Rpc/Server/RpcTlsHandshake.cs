using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Server.Kestrel.Https;

namespace Runink.Rpc;

/// <summary>Makes the options of one handshake out of those of the listener.</summary>
internal static class RpcTlsHandshake
{
    /// <summary>A client that does not finish its handshake is cut off.</summary>
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(10);

    public static TlsHandshakeCallbackOptions Options(RpcServerTls tls) => new()
    {
        HandshakeTimeout = Timeout,
        OnConnection = context => ValueTask.FromResult(new SslServerAuthenticationOptions
        {
            ServerCertificateContext = tls.Certificate(context.ClientHelloInfo.ServerName),
            EnabledSslProtocols = tls.Protocols,
            ApplicationProtocols = [SslApplicationProtocol.Http2, SslApplicationProtocol.Http11],
            ClientCertificateRequired = tls.ClientCertificates != ClientCertificates.None,
            CertificateRevocationCheckMode = X509RevocationMode.NoCheck,
            CertificateChainPolicy = ChainPolicy(tls.TrustedRoots?.Invoke()),
            RemoteCertificateValidationCallback = (_, certificate, _, errors) =>
                IsAccepted(certificate, errors, tls.ClientCertificates),
        }),
    };

    public static X509ChainPolicy? ChainPolicy(X509Certificate2Collection? roots)
    {
        if (roots is null) return null;
        var policy =
            new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        policy.CustomTrustStore.AddRange(roots);
        return policy;
    }

    private static bool IsAccepted(X509Certificate? certificate, SslPolicyErrors errors, ClientCertificates wanted) =>
        certificate is null ? wanted != ClientCertificates.Required : errors == SslPolicyErrors.None;
}
