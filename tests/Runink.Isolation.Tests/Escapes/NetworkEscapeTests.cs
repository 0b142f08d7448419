using System.Net.Sockets;
using Runink.Isolation.Seccomp;
using Runink.Isolation.Tests.Network;
using Runink.Isolation.Tests.Seccomp;

namespace Runink.Isolation.Tests.Escapes;

/// <summary>Ways out by the network. Each succeeds outside, which is its control, and fails inside.</summary>
public sealed class NetworkEscapeTests(EscapeProgram escape) : IClassFixture<EscapeProgram>
{
    private const int NetworkUnreachable = 101;
    private const int ConnectionRefused = 111;

    [Fact]
    public async Task A_slice_cannot_connect_to_ports_of_the_agents_loopback()
    {
        FilteredSandbox.Needed();
        await using var agent = Origin.Counting();
        string[] attempt = [escape.Path, "connect", "127.0.0.1", $"{agent.Port}"];
        Assert.Equal(0, FilteredSandbox.Run(attempt).Exit);
        Assert.Equal(ConnectionRefused, FilteredSandbox.Filtered(SeccompFilter.Default, attempt).Exit);
        Assert.Equal(1, agent.Connections);
    }

    [Fact]
    public void A_slice_cannot_connect_to_an_abstract_socket_of_the_host()
    {
        FilteredSandbox.Needed();
        var name = $"runink-{Guid.NewGuid():N}";
        using var listener = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        listener.Bind(new UnixDomainSocketEndPoint($"\0{name}"));
        listener.Listen(4);
        Assert.Equal(0, FilteredSandbox.Run(escape.Path, "connect-abstract", name).Exit);
        Assert.Equal(ConnectionRefused, FilteredSandbox.Filtered(SeccompFilter.Default, escape.Path, "connect-abstract", name).Exit);
    }

    [Fact]
    public void A_slice_cannot_reach_a_clouds_metadata_service()
    {
        FilteredSandbox.Needed();
        Needs.Met(Environment.IsPrivilegedProcess, "only root can play a machine with a metadata service");
        string[] attempt = [escape.Path, "connect", "169.254.169.254", "80"];
        Assert.Equal(0, FilteredSandbox.Run([escape.Path, "within-metadata-service", .. attempt]).Exit);

        var filter = Path.GetTempFileName();
        File.WriteAllBytes(filter, SeccompFilter.Default.Span);
        var inside = FilteredSandbox.Run([escape.Path, "within-metadata-service", .. FilteredSandbox.Command(filter, attempt)]).Exit;
        File.Delete(filter);
        Assert.Equal(NetworkUnreachable, inside);
    }

    [Fact]
    public async Task A_slice_reaches_through_the_agents_socket_what_its_plan_names_and_nothing_else()
    {
        FilteredSandbox.Needed();
        Needs.Program("curl", "curl");
        await using var origin = Origin.Http("named");
        await using var other = Origin.Http("not named");
        await using var proxy = ProxyUnderTest.Allowing($"127.0.0.1:{origin.Port}");
        var socket = $"socks5h://localhost{proxy.SocketPath}";
        Assert.Equal("named", Curl(socket, origin.Port).Output);
        Assert.NotEqual(0, Curl(socket, other.Port).Exit);
        Assert.Equal(0, other.Connections);
    }

    // The sandbox's user is the one of this process as the host sees it, so the socket is its own.
    private static (int Exit, string Output, string Error) Curl(string proxy, int port) => FilteredSandbox.Filtered(
        SeccompFilter.Default, Needs.Find("curl")!, "--silent", "--max-time", "20", "--proxy", proxy, $"http://127.0.0.1:{port}/");
}
