using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Runink.Rpc;

/// <summary>
/// TLS of a client. The delegates are asked for every handshake, so that certificates and roots can be reloaded.
/// </summary>
public sealed record RpcClientTls
{
    // The usage that a server's certificate must allow, unless it names none.
    private const string ServerAuthentication = "1.3.6.1.5.5.7.3.1";

    /// <summary>The roots that the server's certificate must lead to. Null: those of the machine.</summary>
    public Func<X509Certificate2Collection>? TrustedRoots { get; init; }

    /// <summary>The certificate to show if the server asks for one.</summary>
    public Func<X509Certificate2>? Certificate { get; init; }

    /// <summary>
    /// The name that the server's certificate must carry, and that calls then name as their authority. Null: the host of the
    /// address.
    /// </summary>
    public string? ServerName { get; init; }

    internal SslClientAuthenticationOptions Options()
    {
        var options = new SslClientAuthenticationOptions
        {
            CertificateRevocationCheckMode = X509RevocationMode.NoCheck,
            RemoteCertificateValidationCallback = (_, certificate, chain, errors) => IsTrusted(certificate, chain, errors),
        };
        if (Certificate is not null) options.LocalCertificateSelectionCallback = (_, _, _, _, _) => Certificate();
        return options;
    }

    private bool IsTrusted(X509Certificate? certificate, X509Chain? sent, SslPolicyErrors errors)
    {
        if (TrustedRoots is null || certificate is not X509Certificate2 leaf) return errors == SslPolicyErrors.None;
        if ((errors & ~SslPolicyErrors.RemoteCertificateChainErrors) != SslPolicyErrors.None) return false;
        using var chain = new X509Chain { ChainPolicy = RpcTlsHandshake.ChainPolicy(TrustedRoots())! };
        chain.ChainPolicy.ApplicationPolicy.Add(new Oid(ServerAuthentication));
        if (sent is not null) chain.ChainPolicy.ExtraStore.AddRange(sent.ChainPolicy.ExtraStore);
        return chain.Build(leaf);
    }
}
