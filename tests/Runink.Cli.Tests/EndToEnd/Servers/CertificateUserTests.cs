using Runink.Barn.Tests.Serving;

namespace Runink.Cli.Tests.EndToEnd.Servers;

/// <summary>
/// Whoever shows a certificate is the user of its common name: the same commands of etcdctl with a server of ours and with an etcd, both
/// with the same certificates.
/// </summary>
public sealed class CertificateUserTests : IDisposable
{
    // Who shows which certificate, and the command.
    private static readonly (string Who, string Command)[] Walk =
    [
        ("root", "user add root --no-password"), ("root", "user grant-role root root"), ("root", "role add reader"),
        ("root", "role grant-permission reader read a"), ("root", "user add alice --no-password"), ("root", "user grant-role alice reader"),
        ("root", "put a 1"), ("nobody", "put b 1"), ("nameless", "get b"), ("root", "auth enable"),
        ("root", "put a 2"), ("root", "user list"), ("root", "user add carol:secret"), ("root", "user grant-role carol reader"),
        ("alice", "get a"), ("alice", "put a 3"), ("alice", "get b"), ("alice", "get a b"), ("alice", "user list"), ("alice", "user get alice"),
        ("alice", "del a"), ("alice", "compaction 1"), ("alice", "auth disable"), ("alice", "alarm list"),
        ("alice", "lease grant 100"), ("root", "defrag"), ("alice", "watch b --rev=1"), ("alice", "endpoint health"),
        ("nobody", "get a"), ("nobody", "put a 4"), ("nobody", "user list"), ("nameless", "get a"), ("nameless", "put a 5"),
        ("alice", "get a --user carol:secret"), ("alice", "get a --user carol:wrong"), ("nobody", "get a --user carol:secret"),
        ("nobody", "put a 6 --user carol:secret"), ("alice", "user list --user carol:secret"),
        ("root", "user revoke-role alice reader"), ("alice", "get a"), ("root", "user grant-role alice reader"), ("alice", "get a"),
        ("root", "user delete alice"), ("alice", "get a"), ("root", "get a"), ("root", "auth disable"), ("nobody", "get a"),
    ];

    private readonly TemporaryDirectory _directory = new();
    private readonly TestAuthority _authority = new("authority");

    public CertificateUserTests()
    {
        _directory.Write("ca.pem", _authority.Pem);
        foreach (var name in new[] { "server", "root", "alice", "nobody" }) Write(name, $"CN={name},O=Runink");
        Write("nameless", "O=Runink");
    }

    [Fact]
    public async Task The_common_name_of_a_certificate_is_the_user_as_in_etcd()
    {
        string[] flags =
        [
            "--cert-file", File("server.pem"), "--key-file", File("server.key"), "--trusted-ca-file", File("ca.pem"), "--client-cert-auth",
        ];
        using var etcd = EtcdProcess.StartTls(url => Ask(url, "root", "get x").Length == 0, flags);
        using var barn = await RuniServer.StartWithAsync(["--data-dir", _directory.File("data"), .. RuniServer.Anywhere("https"), .. flags]);
        var differences = new List<string>();
        foreach (var (who, command) in Walk)
        {
            var (ours, theirs) = (Ask(barn.Url, who, command), Ask(etcd.Url, who, command));
            if (Mask(ours) != Mask(theirs)) differences.Add($"{who}: {command}\n  Barn: {ours}\n  etcd: {theirs}");
        }

        Assert.True(differences.Count == 0, string.Join('\n', differences));
    }

    public void Dispose()
    {
        _authority.Dispose();
        _directory.Dispose();
    }

    private string Ask(string url, string who, string command) => string.Join('\n', Etcdctl
        .Run(url, [.. command.Split(' '), "--cacert", File("ca.pem"), "--cert", File($"{who}.pem"), "--key", File($"{who}.key")])
        .Split('\n').Where(line => !line.StartsWith("{\"level\"", StringComparison.Ordinal))).Replace(url, "URL", StringComparison.Ordinal);

    private static string Mask(string text) => System.Text.RegularExpressions.Regex.Replace(
        text, "[0-9a-f]{14,}|[0-9]{2,}|[0-9.]+(ms|s)\\b", "N", System.Text.RegularExpressions.RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(1));

    private string File(string name) => _directory.File(name);

    private void Write(string file, string subject)
    {
        var (certificate, key) = _authority.IssueTo(subject);
        _directory.Write($"{file}.key", key);
        _directory.Write($"{file}.pem", certificate);
    }
}
