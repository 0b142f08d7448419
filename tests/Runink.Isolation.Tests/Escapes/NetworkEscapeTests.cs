using System.Net.Sockets;
using Runink.Isolation.Sandbox;
using Runink.Isolation.Seccomp;
using Runink.Isolation.Tests.Network;
using Runink.Isolation.Tests.Seccomp;

namespace Runink.Isolation.Tests.Escapes;

/// <summary>Ways out by the network. Each succeeds outside, which is its control, and fails inside.</summary>
public sealed class NetworkEscapeTests(EscapeProgram escape) : IClassFixture<EscapeProgram>
{
    private const string Metadata = "169.254.169.254";
    private const int NetworkUnreachable = 101;
    private const int ConnectionRefused = 111;

    [Fact]
    public async Task A_slice_cannot_connect_to_ports_of_the_agents_loopback()
    {
        FilteredSandbox.Needed();
        await using var agent = TestAgent.Open();
        await using var port = Origin.Counting();
        Assert.Equal(0, FilteredSandbox.Run(escape.Path, "connect", "127.0.0.1", $"{port.Port}").Exit);
        await Eventually.HoldsAsync(() => port.Connections > 0);
        Assert.Equal(ConnectionRefused, await InsideAsync(agent, "connect", "127.0.0.1", $"{port.Port}"));
        Assert.Equal(1, port.Connections);
    }

    [Fact]
    public async Task A_slice_cannot_connect_to_an_abstract_socket_of_the_host()
    {
        FilteredSandbox.Needed();
        await using var agent = TestAgent.Open();
        var name = $"runink-{Guid.NewGuid():N}";
        using var listener = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        listener.Bind(new UnixDomainSocketEndPoint($"\0{name}"));
        listener.Listen(4);
        Assert.Equal(0, FilteredSandbox.Run(escape.Path, "connect-abstract", name).Exit);
        Assert.Equal(ConnectionRefused, await InsideAsync(agent, "connect-abstract", name));
    }

    [Fact]
    public async Task A_slice_cannot_reach_a_clouds_metadata_service()
    {
        FilteredSandbox.Needed();
        await using var agent = TestAgent.Open();
        Assert.Equal(0, FilteredSandbox.Run(escape.Path, "within-metadata-service", escape.Path, "connect", Metadata, "80").Exit);
        Assert.Equal(NetworkUnreachable, await InsideAsync(agent, "connect", Metadata, "80"));
    }

    [Fact]
    public async Task A_slice_reaches_through_the_agents_socket_what_its_plan_names_and_nothing_else()
    {
        Needs.Program("curl", "curl");
        await using var agent = TestAgent.Open();
        var user = TestAgent.FreshRange() with { Count = 1 };
        await using var named = Origin.Http("named");
        await using var other = Origin.Http("not named");
        await using var proxy = ProxyUnderTest.With(options => options with { Owner = user.First }, $"127.0.0.1:{named.Port}");

        Assert.Equal((0, "named"), await CurlAsync(agent, user, proxy, named.Port));
        Assert.NotEqual(0, (await CurlAsync(agent, user, proxy, other.Port)).Exit);
        // Another slice, of another user, gets nowhere even when it is shown the socket.
        Assert.NotEqual(0, (await CurlAsync(agent, TestAgent.FreshRange(), proxy, named.Port)).Exit);
        Assert.Equal((1, 0), (named.Connections, other.Connections));
    }

    private async Task<int> InsideAsync(TestAgent agent, params string[] attempt)
    {
        var result = await agent.RunAsync(escape.Spec(attempt) with { SeccompFilter = SeccompFilter.Default });
        Assert.True(result.Exit.Ran, result.Error);
        return result.Exit.Code;
    }

    private static async Task<(int Exit, string Output)> CurlAsync(TestAgent agent, UidRange user, ProxyUnderTest proxy, int port)
    {
        var result = await agent.RunAsync(TestAgent.Shell("") with
        {
            Program = Needs.Find("curl")!,
            Arguments = ["--silent", "--max-time", "20", "--proxy", "socks5h://localhost/run/egress.sock", $"http://127.0.0.1:{port}/"],
            Readable = [new(proxy.SocketPath, "/run/egress.sock")],
            SeccompFilter = SeccompFilter.Default,
            Uids = user,
        });
        Assert.True(result.Exit.Ran, result.Error);
        return (result.Exit.Code, result.Output);
    }
}
