using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;

namespace Runink.Rpc;

/// <summary>
/// TLS of a server. The delegates are asked for every handshake, so certificates and roots can be reloaded; both should answer
/// from memory.
/// </summary>
public sealed record RpcServerTls
{
    /// <summary>
    /// The certificate to show, with its chain, for the name that the client asked for (empty if it named none).
    /// </summary>
    public required Func<string, SslStreamCertificateContext> Certificate { get; init; }

    /// <summary>Whether clients show a certificate.</summary>
    public ClientCertificates ClientCertificates { get; init; }

    /// <summary>The roots that client certificates must lead to. Null: those of the machine.</summary>
    public Func<X509Certificate2Collection>? TrustedRoots { get; init; }

    /// <summary>The versions spoken.</summary>
    public SslProtocols Protocols { get; init; } = SslProtocols.Tls12 | SslProtocols.Tls13;
}

/// <summary>Whether clients show a certificate. One that is shown must always be valid.</summary>
public enum ClientCertificates
{
    /// <summary>None is asked for.</summary>
    None,

    /// <summary>It is asked for, and may be missing.</summary>
    Optional,

    /// <summary>A client without one is not let in.</summary>
    Required,
}
