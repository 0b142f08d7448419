using System.Security.Cryptography;

namespace Runink.Barn;

/// <summary>The files by which a server proves who it is, and by which it knows its clients. All are PEM.</summary>
/// <param name="CertificateFile">The server's certificate, followed by those between it and its authority.</param>
/// <param name="KeyFile">Its private key, not encrypted.</param>
/// <param name="TrustedCaFile">Authorities of clients; a client must then show a certificate of one of them. Null: none is asked for.</param>
/// <param name="ClientCertAuth">Whether the common name of a client's certificate is its user name when it shows no token.</param>
public sealed record TlsFiles(string CertificateFile, string KeyFile, string? TrustedCaFile, bool ClientCertAuth)
{
    /// <summary>Reads the files.</summary>
    /// <exception cref="IOException">One cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">One may not be read.</exception>
    /// <exception cref="CryptographicException">One does not hold what it should.</exception>
    public TlsMaterial Load() => Read().Parse();

    internal TlsContents Read() => new(
        File.ReadAllText(CertificateFile), File.ReadAllText(KeyFile), TrustedCaFile is null ? null : File.ReadAllText(TrustedCaFile));
}
