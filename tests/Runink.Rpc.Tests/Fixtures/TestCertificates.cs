using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Runink.Rpc.Fixtures;

/// <summary>A certificate authority, and what it issues.</summary>
internal sealed class TestCertificates : IDisposable
{
    public const string ForServers = "1.3.6.1.5.5.7.3.1";
    public const string ForClients = "1.3.6.1.5.5.7.3.2";

    private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly X509Certificate2 _root;

    public TestCertificates()
    {
        var request = new CertificateRequest("CN=test root", _key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign, true));
        _root = request.CreateSelfSigned(From, Until);
    }

    private static DateTimeOffset From => new(2020, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private static DateTimeOffset Until => new(2100, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public X509Certificate2Collection Roots => [_root];

    /// <summary>A certificate for localhost and 127.0.0.1, good for both ends, unless a usage is named.</summary>
    public X509Certificate2 Issue(string name, string? usage = null)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("localhost");
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        if (usage is not null) request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid(usage)], critical: false));
        using var issued = request.Create(_root, From, Until, RandomNumberGenerator.GetBytes(8));
        using var whole = issued.CopyWithPrivateKey(key);
        return X509CertificateLoader.LoadPkcs12(whole.Export(X509ContentType.Pkcs12), null);
    }

    /// <summary>Writes root, certificate and key as PEM files and returns their paths.</summary>
    public (string Root, string Certificate, string Key) WritePem(string folder, string name)
    {
        using var certificate = Issue(name);
        var paths = (Path.Combine(folder, "root.pem"), Path.Combine(folder, $"{name}.pem"), Path.Combine(folder, $"{name}.key"));
        File.WriteAllText(paths.Item1, _root.ExportCertificatePem());
        File.WriteAllText(paths.Item2, certificate.ExportCertificatePem());
        using var key = certificate.GetECDsaPrivateKey()!;
        File.WriteAllText(paths.Item3, key.ExportPkcs8PrivateKeyPem());
        return paths;
    }

    public void Dispose()
    {
        _root.Dispose();
        _key.Dispose();
    }
}
