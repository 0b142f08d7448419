using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Runink.Cluster;

/// <summary>Gives every machine a certificate for its address.</summary>
internal sealed class Authority : IDisposable
{
    private static readonly DateTimeOffset s_from = DateTimeOffset.UtcNow.AddDays(-2);

    private readonly X509Certificate2 _certificate;
    private long _serial;

    public Authority()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=laboratory", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, false, 0, critical: true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign, critical: true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, critical: false));
        _certificate = request.CreateSelfSigned(s_from, s_from.AddYears(1));
        Roots = [_certificate];
    }

    public X509Certificate2Collection Roots { get; }

    /// <summary>Writes <c>ca.pem</c>, <c>member.pem</c> and <c>member.key</c> into a directory.</summary>
    public void Equip(string directory, string address)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={address}", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: false, false, 0, critical: true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension(
            [new Oid("1.3.6.1.5.5.7.3.1"), new Oid("1.3.6.1.5.5.7.3.2")], critical: false));
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Parse(address));
        request.CertificateExtensions.Add(names.Build());
        using var certificate = request.Create(_certificate, s_from, s_from.AddDays(30), BitConverter.GetBytes(++_serial));
        File.WriteAllText(Path.Combine(directory, "ca.pem"), _certificate.ExportCertificatePem());
        File.WriteAllText(Path.Combine(directory, "member.pem"), certificate.ExportCertificatePem());
        File.WriteAllText(Path.Combine(directory, "member.key"), key.ExportPkcs8PrivateKeyPem());
    }

    public void Dispose() => _certificate.Dispose();
}
