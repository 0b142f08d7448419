using System.CommandLine;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Runink.Cli.Commands.Server.Configuration;
using Runink.Rpc;

namespace Runink.Cli.Commands.Cluster.Connection;

/// <summary>How a command reaches a cluster: endpoints, certificates and user, the same in every command that speaks to one.</summary>
internal sealed class ConnectionOptions
{
    private const string DefaultEndpoint = "http://127.0.0.1:2379";

    private readonly Option<string?> _endpoints;
    private readonly Option<string?> _authorities;
    private readonly Option<string?> _certificate;
    private readonly Option<string?> _key;
    private readonly Option<string?> _user;
    private readonly Option<string?> _passwordFile;
    private readonly Option<string?> _timeout;
    private readonly Option<string?>? _group;

    /// <summary>The options of one cluster.</summary>
    /// <param name="prefix">In front of every name, when a command speaks to two clusters: <c>from-</c>.</param>
    /// <param name="whose">Which cluster's, for descriptions.</param>
    /// <param name="hasGroup">Whether the command may be about a group other than the platform's.</param>
    public ConnectionOptions(string prefix = "", string whose = "the cluster", bool hasGroup = false)
    {
        var variables = prefix.Length == 0 ? "; RUNINK_ENDPOINTS or ETCDCTL_ENDPOINTS" : "";
        _endpoints = New(prefix + "endpoints", "URLS", $"URLs of {whose}, separated by commas{variables}. Default: {DefaultEndpoint}.");
        _authorities = New(prefix + "cacert", "FILE", $"Authorities that the certificate of {whose} must come from, PEM.");
        _certificate = New(prefix + "cert", "FILE", "Certificate to show, PEM.");
        _key = New(prefix + "key", "FILE", "Key of that certificate, PEM.");
        _user = New(prefix + "user", "NAME[:PASSWORD]", $"User; the password is better given in {(prefix.Length == 0 ? "RUNINK_PASSWORD or a file" : "a file")}.");
        _passwordFile = New(prefix + "password-file", "FILE", "File with the user's password on its first line.");
        _timeout = New(prefix + "timeout", "TIME", $"How long {whose} may take to answer. Default: 5s.");
        if (hasGroup) _group = New("group", "NAME", "Of which group of the Barn; see 'runi cluster groups'. Default: sys.");
        Prefix = prefix;
    }

    private string Prefix { get; }

    /// <summary>Gives a command these options.</summary>
    public void AddTo(Command command)
    {
        foreach (var option in new[] { _endpoints, _authorities, _certificate, _key, _user, _passwordFile, _timeout }) command.Add(option);
        if (_group is not null) command.Add(_group);
    }

    /// <summary>A connection by what was given; it connects with the first call.</summary>
    public ClusterConnection Connect(ParseResult parsed) => new(
        Endpoints(parsed), Tls(parsed), Login(parsed), TimeLimit(parsed),
        _group is null ? null : parsed.GetValue(_group));

    /// <summary>The endpoints that were given.</summary>
    public IReadOnlyList<Uri> Endpoints(ParseResult parsed)
    {
        var text = parsed.GetValue(_endpoints) ?? Variable("ENDPOINTS") ?? DefaultEndpoint;
        var plain = parsed.GetValue(_authorities) ?? Variable("CACERT") ?? parsed.GetValue(_certificate) ?? Variable("CERT");
        return
        [
            .. text.Split(',').Select(one => one.Trim()).Select(one =>
                UrlSettings.Parse(one.Contains("://", StringComparison.Ordinal) ? one : $"{(plain is null ? "http" : "https")}://{one}")
                ?? throw CliErrors.Usage($"'{one}' is no endpoint", "endpoints look like https://10.0.0.1:2379")),
        ];
    }

    private static Option<string?> New(string name, string help, string description) =>
        new($"--{name}") { Description = description, HelpName = help };

    private string? Variable(string name)
    {
        if (Prefix.Length > 0) return null;
        var own = Environment.GetEnvironmentVariable($"RUNINK_{name}");
        if (!string.IsNullOrEmpty(own)) return own;
        var etcd = Environment.GetEnvironmentVariable($"ETCDCTL_{name}");
        return string.IsNullOrEmpty(etcd) ? null : etcd;
    }

    private RpcClientTls Tls(ParseResult parsed)
    {
        var (authorities, certificate) = (parsed.GetValue(_authorities) ?? Variable("CACERT"), parsed.GetValue(_certificate) ?? Variable("CERT"));
        var key = parsed.GetValue(_key) ?? Variable("KEY");
        if (certificate is null != key is null) throw CliErrors.Usage($"--{Prefix}cert and --{Prefix}key go together");
        try
        {
            var tls = new RpcClientTls();
            if (authorities is not null)
            {
                var roots = new X509Certificate2Collection();
                roots.ImportFromPemFile(authorities);
                tls = tls with { TrustedRoots = () => roots };
            }

            if (certificate is null) return tls;
            var own = X509Certificate2.CreateFromPemFile(certificate, key);
            return tls with { Certificate = () => own };
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or CryptographicException)
        {
            throw CliErrors.Usage($"certificate or key cannot be used: {e.Message}");
        }
    }

    private (string User, string Password)? Login(ParseResult parsed)
    {
        if ((parsed.GetValue(_user) ?? Variable("USER")) is not { Length: > 0 } user) return null;
        var colon = user.IndexOf(':', StringComparison.Ordinal);
        if (colon >= 0) return (user[..colon], user[(colon + 1)..]);
        if (parsed.GetValue(_passwordFile) is { } file)
        {
            try
            {
                return (user, File.ReadLines(file).FirstOrDefault() ?? "");
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                throw CliErrors.Usage($"the password file cannot be read: {e.Message}");
            }
        }

        return Variable("PASSWORD") is { } password
            ? (user, password)
            : throw CliErrors.Usage(
                $"the password of '{user}' is missing", $"give it {(Prefix.Length == 0 ? "in RUNINK_PASSWORD or " : "")}with --{Prefix}password-file");
    }

    private TimeSpan TimeLimit(ParseResult parsed)
    {
        if (parsed.GetValue(_timeout) is not { } text) return TimeSpan.FromSeconds(5);
        return GoDuration.TryParse(text, out var limit) && limit > TimeSpan.Zero
            ? limit
            : throw CliErrors.Usage($"--{Prefix}timeout '{text}' is no duration", "durations look like 500ms, 5s or 1m30s");
    }
}
