using System.Net.Security;
using System.Net.Sockets;
using System.Text;
using Runink.Rpc.Fixtures;

namespace Runink.Rpc.Server;

public sealed class TlsTests : IDisposable
{
    private readonly TestCertificates _authority = new();
    private readonly TestCertificates _stranger = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_handler_sees_the_certificate_that_the_client_showed()
    {
        await using var server = await StartAsync(ClientCertificates.Required);
        using var channel = Channel(server, _authority, _authority);
        Assert.Equal("CN=client", Encoding.UTF8.GetString(await channel.CallAsync(EchoMethods.Echo, [], cancellationToken: Cancellation)));
    }

    [Fact]
    public async Task A_client_without_a_certificate_comes_in_only_where_it_is_optional()
    {
        await using var optional = await StartAsync(ClientCertificates.Optional);
        using var anonymous = Channel(optional, _authority, null);
        Assert.Equal("nobody", Encoding.UTF8.GetString(await anonymous.CallAsync(EchoMethods.Echo, [], cancellationToken: Cancellation)));
        await using var required = await StartAsync(ClientCertificates.Required);
        using var refused = Channel(required, _authority, null);
        await UnavailableAsync(refused);
    }

    [Theory]
    [InlineData(ClientCertificates.Optional)]
    [InlineData(ClientCertificates.Required)]
    public async Task A_certificate_of_another_authority_is_refused(ClientCertificates wanted)
    {
        await using var server = await StartAsync(wanted);
        using var channel = Channel(server, _authority, _stranger);
        await UnavailableAsync(channel);
    }

    [Fact]
    public async Task A_client_trusts_its_own_roots_only()
    {
        await using var server = await StartAsync(ClientCertificates.None);
        using var channel = Channel(server, _stranger, null);
        await UnavailableAsync(channel);
    }

    [Fact]
    public async Task A_server_whose_name_is_not_on_its_certificate_is_not_trusted()
    {
        await using var server = await StartAsync(ClientCertificates.None);
        var tls = new RpcClientTls { TrustedRoots = () => _authority.Roots, ServerName = "elsewhere" };
        using var channel = new RpcChannel(new RpcChannelOptions { Address = server.Address("https"), Tls = tls });
        await UnavailableAsync(channel);
    }

    [Fact]
    public async Task A_new_certificate_is_shown_to_the_next_connection()
    {
        var current = SslStreamCertificateContext.Create(_stranger.Issue("old"), null);
        await using var server = await StartAsync(ClientCertificates.None, () => current);
        using (var early = Channel(server, _authority, null)) await UnavailableAsync(early);
        current = SslStreamCertificateContext.Create(_authority.Issue("new"), null);
        using var late = Channel(server, _authority, null);
        await late.CallAsync(EchoMethods.Echo, [], cancellationToken: Cancellation);
    }

    [Fact]
    public async Task Plain_http_is_served_over_tls_in_both_versions()
    {
        await using var server = await StartAsync(ClientCertificates.None);
        foreach (var version in new[] { "1.1", "2.0" })
        {
            using var handler =
                new SocketsHttpHandler { SslOptions = new RpcClientTls { TrustedRoots = () => _authority.Roots }.Options() };
            using var client = new HttpClient(handler) { DefaultRequestVersion = Version.Parse(version), DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact };
            using var response = await client.GetAsync(server.Address("https"), Cancellation);
            Assert.Equal((404, Version.Parse(version)), ((int)response.StatusCode, response.Version));
        }
    }

    [Fact]
    public async Task A_request_of_http1_over_tls_is_answered_however_short_it_is()
    {
        await using var server = await StartAsync(ClientCertificates.None);
        using var client = new TcpClient();
        await client.ConnectAsync(server.EndPoint, Cancellation);
        await using var stream = new SslStream(client.GetStream());
        var tls = new RpcClientTls { TrustedRoots = () => _authority.Roots }.Options();
        tls.TargetHost = "localhost";
        await stream.AuthenticateAsClientAsync(tls, Cancellation);
        await stream.WriteAsync("GET /metrics HTTP/1.0\r\n\r\n"u8.ToArray(), Cancellation);
        using var answer = new StreamReader(stream, Encoding.ASCII);
        var status = await answer.ReadLineAsync(Cancellation).AsTask().WaitAsync(TimeSpan.FromSeconds(20), Cancellation);
        Assert.StartsWith("HTTP/1.1 404", status, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_shows_a_certificate_for_servers_or_is_not_trusted()
    {
        foreach (var (usage, isTrusted) in new[] { (TestCertificates.ForServers, true), (TestCertificates.ForClients, false) })
        {
            var shown = SslStreamCertificateContext.Create(_authority.Issue("server", usage), null);
            await using var server = await StartAsync(ClientCertificates.None, () => shown);
            using var channel = Channel(server, _authority, null);
            if (isTrusted) await channel.CallAsync(EchoMethods.Echo, [], cancellationToken: Cancellation);
            else await UnavailableAsync(channel);
        }
    }

    public void Dispose()
    {
        _authority.Dispose();
        _stranger.Dispose();
    }

    private static async Task UnavailableAsync(RpcChannel channel)
    {
        var failure = await Assert.ThrowsAsync<RpcException>(async () => await channel.CallAsync(EchoMethods.Echo, [], cancellationToken: Cancellation));
        Assert.Equal(RpcCode.Unavailable, failure.Code);
    }

    private static RpcChannel Channel(TestServer server, TestCertificates trusted, TestCertificates? issuer)
    {
        var certificate = issuer?.Issue("client");
        return new RpcChannel(new RpcChannelOptions
        {
            Address = server.Address("https"),
            Tls = new RpcClientTls
            {
                TrustedRoots = () => trusted.Roots,
                Certificate = certificate is null
                ? null
                : () => certificate
            },
        });
    }

    private Task<TestServer> StartAsync(ClientCertificates wanted, Func<SslStreamCertificateContext>? certificate = null)
    {
        var issued = SslStreamCertificateContext.Create(_authority.Issue("server"), null);
        var tls = new RpcServerTls
        {
            Certificate = _ => certificate?.Invoke() ?? issued,
            ClientCertificates = wanted,
            TrustedRoots = () => _authority.Roots,
        };
        return TestServer.StartAsync(options => options with
        {
            Listeners = [options.Listeners[0] with { Tls = tls }],
            Services = [new RpcService(TestServer.Service, TestServer.Unary("Echo", (_, call) => new(Encoding.UTF8.GetBytes(call.ClientCertificate?.Subject ?? "nobody"))))],
        });
    }
}
