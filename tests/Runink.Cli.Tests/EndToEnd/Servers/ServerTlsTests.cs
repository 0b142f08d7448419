using System.Net.Security;
using System.Net.Sockets;
using Runink.Barn.Tests.Serving;

namespace Runink.Cli.Tests.EndToEnd.Servers;

/// <summary>Certificates of a real server: shown, asked for, and replaced while it serves.</summary>
public sealed class ServerTlsTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();
    private readonly TestAuthority _authority = new("authority");

    [Fact]
    public async Task New_certificates_are_shown_without_a_restart()
    {
        Write("server", "first");
        using var server = await StartAsync();
        Assert.Equal("CN=first", await SubjectAsync(server.Url));
        Assert.Equal("OK\n", Etcdctl.Run(server.Url, "put", "a", "b", "--cacert", _directory.File("ca.pem")));

        Write("server", "second");
        var subject = "";
        Wait.Until(() => (subject = SubjectAsync(server.Url).GetAwaiter().GetResult()) != "CN=first");
        Assert.Equal("CN=second", subject);
        Assert.Equal(0, server.Ask("kv", "get", "a", "--cacert", _directory.File("ca.pem")).ExitCode);
    }

    [Fact]
    public async Task A_client_that_does_not_trust_the_authority_is_not_served()
    {
        using var other = new TestAuthority("other");
        Write("server", "server");
        _directory.Write("other.pem", other.Pem);
        using var server = await StartAsync();
        Assert.Equal(5, server.Ask("kv", "put", "a", "b", "--cacert", _directory.File("other.pem")).ExitCode);
    }

    [Fact]
    public async Task With_client_cert_auth_only_clients_of_the_authority_are_served()
    {
        using var other = new TestAuthority("other");
        Write("server", "server");
        Write("client", "somebody");
        Write("stranger", "somebody", other);
        using var server = await StartAsync("--trusted-ca-file", _directory.File("ca.pem"), "--client-cert-auth");

        Assert.Equal(0, Put(server, "client").ExitCode);
        Assert.Equal(5, Put(server, "stranger").ExitCode);
        Assert.Equal(5, server.Ask("kv", "put", "a", "b", "--cacert", _directory.File("ca.pem")).ExitCode);
    }

    public void Dispose()
    {
        _authority.Dispose();
        _directory.Dispose();
    }

    private static async Task<string> SubjectAsync(string url)
    {
        using var socket = new TcpClient();
        await socket.ConnectAsync("127.0.0.1", new Uri(url).Port, TestContext.Current.CancellationToken);
        await using var tls = new SslStream(socket.GetStream(), leaveInnerStreamOpen: false, (_, certificate, _, _) => certificate is not null);
        await tls.AuthenticateAsClientAsync("localhost");
        return tls.RemoteCertificate!.Subject;
    }

    private Task<RuniServer> StartAsync(params string[] more) => RuniServer.StartWithAsync(
    [
        "--data-dir", _directory.File("data"), "--cert-file", _directory.File("server.pem"), "--key-file", _directory.File("server.key"),
        .. RuniServer.Anywhere("https"), .. more,
    ]);

    private Outcome Put(RuniServer server, string who) => server.Ask("kv", "put", "a", "b",
        "--cacert", _directory.File("ca.pem"), "--cert", _directory.File($"{who}.pem"), "--key", _directory.File($"{who}.key"));

    private void Write(string file, string name, TestAuthority? authority = null)
    {
        var (certificate, key) = (authority ?? _authority).Issue(name);
        _directory.Write($"{file}.key", key);
        _directory.Write($"{file}.pem", certificate);
        _directory.Write("ca.pem", _authority.Pem);
    }
}
