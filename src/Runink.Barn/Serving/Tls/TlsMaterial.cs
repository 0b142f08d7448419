using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Runink.Barn;

/// <summary>What was read from <see cref="TlsFiles"/> at one time. Immutable, thread-safe.</summary>
/// <param name="Certificate">The server's certificate with its chain, ready for handshakes.</param>
/// <param name="ClientAuthorities">Whom clients' certificates must come from; null when clients are not asked.</param>
/// <param name="Expires">When the server's certificate ends, UTC.</param>
public sealed record TlsMaterial(SslStreamCertificateContext Certificate, X509Certificate2Collection? ClientAuthorities, DateTime Expires)
{
    /// <summary>Reads certificates and key from the texts of their files.</summary>
    /// <exception cref="CryptographicException">One is not PEM, or the key is not the certificate's.</exception>
    internal static TlsMaterial Parse(string certificatePem, string keyPem, string? authoritiesPem)
    {
        var chain = new X509Certificate2Collection();
        chain.ImportFromPem(certificatePem);
        if (chain.Count == 0) throw new CryptographicException("the certificate file holds no PEM certificate");
        X509Certificate2 certificate;
        try
        {
            certificate = X509Certificate2.CreateFromPem(certificatePem, keyPem);
        }
        catch (Exception e) when (e is CryptographicException or ArgumentException)
        {
            throw new CryptographicException($"the key file does not hold the certificate's private key in PEM: {e.Message}", e);
        }

        chain.RemoveAt(0);
        return new(
            SslStreamCertificateContext.Create(certificate, chain, offline: true),
            authoritiesPem is null ? null : Authorities(authoritiesPem),
            certificate.NotAfter.ToUniversalTime());
    }

    private static X509Certificate2Collection Authorities(string pem)
    {
        var authorities = new X509Certificate2Collection();
        authorities.ImportFromPem(pem);
        return authorities.Count > 0 ? authorities : throw new CryptographicException("the file of authorities holds no PEM certificate");
    }
}
