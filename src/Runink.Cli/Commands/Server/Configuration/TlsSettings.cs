using System.Net;
using System.Security.Cryptography;
using Runink.Barn;

namespace Runink.Cli.Commands.Server.Configuration;

/// <summary>The settings of certificates, towards clients and towards other members.</summary>
/// <param name="Cert">The certificate.</param>
/// <param name="Key">Its key.</param>
/// <param name="Authorities">Who vouches for the other side.</param>
/// <param name="CertAuth">Whether the other side must show a certificate.</param>
internal sealed record TlsSettings(ServerSetting Cert, ServerSetting Key, ServerSetting Authorities, ServerSetting CertAuth)
{
    /// <summary>Towards clients.</summary>
    public static readonly TlsSettings Clients =
        new(ServerSettings.CertFile, ServerSettings.KeyFile, ServerSettings.TrustedCaFile, ServerSettings.ClientCertAuth);

    /// <summary>Towards other members.</summary>
    public static readonly TlsSettings Peers =
        new(ServerSettings.PeerCertFile, ServerSettings.PeerKeyFile, ServerSettings.PeerTrustedCaFile, ServerSettings.PeerClientCertAuth);

    /// <summary>The files, or null when none are given or they cannot be used.</summary>
    public static TlsFiles? Read(SettingReader reader, TlsSettings settings)
    {
        var (cert, key) = (reader.TextOrNull(settings.Cert), reader.TextOrNull(settings.Key));
        var (authorities, auth) = (reader.TextOrNull(settings.Authorities), reader.Switch(settings.CertAuth));
        if (cert is null != key is null)
        {
            var (given, missing) = cert is null ? (settings.Key, settings.Cert) : (settings.Cert, settings.Key);
            reader.Report(ServerErrors.Contradiction, given, $"{reader.NameOf(given)} is given without --{missing.Name}");
            return null;
        }

        if (cert is null || key is null)
        {
            if (authorities is not null) Alone(reader, settings.Authorities, settings.Cert);
            else if (auth) Alone(reader, settings.CertAuth, settings.Cert);
            return null;
        }

        if (auth && authorities is null)
        {
            Alone(reader, settings.CertAuth, settings.Authorities);
            return null;
        }

        var files = new TlsFiles(Path.GetFullPath(cert), Path.GetFullPath(key), authorities is null ? null : Path.GetFullPath(authorities), auth);
        try
        {
            files.Load();
            return files;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or CryptographicException)
        {
            reader.Report(ServerErrors.BadCertificate, settings.Cert, $"the files of {reader.NameOf(settings.Cert)} cannot be used: {e.Message}");
            return null;
        }
    }

    /// <summary>Reports addresses that would need a certificate, or would be served without one.</summary>
    /// <param name="reader">What was given.</param>
    /// <param name="setting">The setting that names the addresses.</param>
    /// <param name="certificate">The setting that names the certificate they need.</param>
    /// <param name="listen">The addresses.</param>
    /// <param name="tls">The files, if they can be used.</param>
    public static void CheckListeners(
        SettingReader reader, ServerSetting setting, ServerSetting certificate, IReadOnlyList<ListenAddress> listen, TlsFiles? tls)
    {
        var plaintext = reader.Switch(ServerSettings.Insecure);
        foreach (var address in listen)
        {
            if (address.IsTls)
            {
                if (tls is null && !reader.IsGiven(certificate))
                {
                    reader.Report(ServerErrors.Contradiction, setting, $"{address} needs a certificate",
                        $"give --{certificate.Name} and the key that belongs to it");
                }
            }
            else if (!plaintext)
            {
                reader.Report(ServerErrors.Plaintext, setting, $"{address} in {reader.NameOf(setting)} would be plaintext");
            }
            else if (!IPAddress.IsLoopback(address.EndPoint.Address))
            {
                reader.Report(ServerErrors.Plaintext, setting, $"{address} in {reader.NameOf(setting)} would be plaintext beyond this machine",
                    $"--insecure is for loopback only: use https:// with --{certificate.Name}");
            }
        }
    }

    private static void Alone(SettingReader reader, ServerSetting given, ServerSetting missing) =>
        reader.Report(ServerErrors.Contradiction, given, $"{reader.NameOf(given)} does nothing without --{missing.Name}");
}
