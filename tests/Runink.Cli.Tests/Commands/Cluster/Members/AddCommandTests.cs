using System.Net;
using System.Text.Json.Nodes;
using Runink.Cli.Commands.Server.Configuration;
using Runink.Pipelines.Diagnostics;
using Runink.Protocol;
using Runink.Rpc;

namespace Runink.Cli.Tests.Commands.Cluster.Members;

/// <summary>A new member is started with what <c>add</c> printed.</summary>
public sealed class AddCommandTests
{
    [Theory]
    [InlineData("https://barn-3.barn:2380", "https://0.0.0.0:2380")]
    [InlineData("https://barn-3.barn:2380,https://barn-3.example.org:2380", "https://0.0.0.0:2380")]
    [InlineData("https://10.0.0.4:2380,https://barn-3.barn:2381", "https://0.0.0.0:2380,https://0.0.0.0:2381")]
    [InlineData("https://10.0.0.4:2380", "https://10.0.0.4:2380")]
    [InlineData("https://[::1]:2380,https://localhost:2381", "https://[::1]:2380,https://localhost:2381")]
    public async Task A_server_listens_where_it_is_told_to(string urls, string printed)
    {
        await using var server = await StartAsync();
        var added = await Runi.InProcessAsync("cluster", "add", "barn-3", urls, "-o", "json", "--endpoints", $"http://{server.EndPoints[0]}");
        Assert.True(added.ExitCode == 0, added.Error);
        var environment = JsonNode.Parse(added.Output)!["environment"]!;
        Assert.Equal(urls, (string?)environment["RUNINK_INITIAL_ADVERTISE_PEER_URLS"]);
        Assert.Equal(printed, (string?)environment["RUNINK_LISTEN_PEER_URLS"]);

        var setting = ServerSettings.ListenPeerUrls;
        var found = new List<Diagnostic>();
        var values = new Dictionary<string, SettingValue>(StringComparer.Ordinal) { [setting.Name] = new(printed, $"--{setting.Name}", At: null) };
        Assert.NotEmpty(UrlSettings.ReadListeners(new SettingReader(values, found), setting));
        Assert.Empty(found);
    }

    private static async Task<RpcServer> StartAsync()
    {
        var add = RpcMethod.Unary(
            "MemberAdd", Marshaller.Protobuf<MemberAddRequest>(), Marshaller.Protobuf<MemberAddResponse>(), (MemberAddRequest request, RpcCall _) =>
            {
                var member = new Member { ID = 3, PeerURLs = { request.PeerURLs }, IsLearner = request.IsLearner };
                return ValueTask.FromResult(new MemberAddResponse { Header = new() { ClusterId = 1 }, Member = member, Members = { member } });
            });
        var server = new RpcServer(new RpcServerOptions
        {
            Listeners = [new RpcListener(new IPEndPoint(IPAddress.Loopback, 0))],
            Services = [new RpcService("etcdserverpb.Cluster", add)],
            DrainTime = TimeSpan.Zero,
        });
        await server.StartAsync(TestContext.Current.CancellationToken);
        return server;
    }
}
