using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Runink.Isolation.Network;

namespace Runink.Isolation.Tests.Network;

public sealed class EgressForwarderTests
{
    [Fact]
    public async Task A_port_of_the_loopback_leads_to_the_agents_socket_and_passes_the_end_on()
    {
        await using var origin = Origin.Counting();
        await using var proxy = ProxyUnderTest.Allowing($"127.0.0.1:{origin.Port}");
        await using var forwarder = EgressForwarder.Start(proxy.SocketPath);
        using var client = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        await client.ConnectAsync(IPAddress.Loopback, forwarder.Port, TestContext.Current.CancellationToken);
        Assert.Equal(0, await ProxyUnderTest.AskSocksAsync(client, "127.0.0.1", origin.Port));
        await client.SendAsync(new byte[1000]);
        client.Shutdown(SocketShutdown.Send);
        Assert.Equal("1000 bytes", Encoding.ASCII.GetString(await ProxyUnderTest.ReadToEndAsync(client)));
        Assert.Equal(1000, (await proxy.NextAttemptAsync()).BytesSent);
    }

    [Fact]
    public async Task A_client_is_let_go_when_there_is_no_agent()
    {
        await using var forwarder = EgressForwarder.Start("/nonexistent/egress.sock");
        using var client = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        await client.ConnectAsync(IPAddress.Loopback, forwarder.Port, TestContext.Current.CancellationToken);
        Assert.Empty(await ProxyUnderTest.ReadToEndAsync(client));
    }

    [Fact]
    public async Task Curl_finds_its_way_by_the_variables()
    {
        Needs.Program("curl", "curl");
        await using var origin = Origin.Http("hello");
        await using var proxy = ProxyUnderTest.Allowing($"data.example:{origin.Port}");
        proxy.Names["data.example"] = [ProxyUnderTest.PublicAddress];
        await using var forwarder = EgressForwarder.Start(proxy.SocketPath);

        Assert.Equal((0, "hello"), await CurlAsync(forwarder, $"http://data.example:{origin.Port}/"));
        Assert.Equal(EgressOutcome.Allowed, (await proxy.NextAttemptAsync()).Outcome);

        var (exit, _) = await CurlAsync(forwarder, $"http://other.example:{origin.Port}/");
        Assert.NotEqual(0, exit);
        Assert.Equal(EgressOutcome.NotNamed, (await proxy.NextAttemptAsync()).Outcome);
    }

    [Fact]
    public async Task Curl_finds_its_way_by_http_connect()
    {
        Needs.Program("curl", "curl");
        await using var origin = Origin.Http("hello");
        await using var proxy = ProxyUnderTest.Allowing($"data.example:{origin.Port}");
        proxy.Names["data.example"] = [ProxyUnderTest.PublicAddress];
        await using var forwarder = EgressForwarder.Start(proxy.SocketPath);
        string[] tunnel = ["--proxytunnel", "--proxy", forwarder.Variables["HTTPS_PROXY"]];

        Assert.Equal((0, "hello"), await CurlAsync(forwarder, [.. tunnel, $"http://data.example:{origin.Port}/"]));
        var (exit, _) = await CurlAsync(forwarder, [.. tunnel, $"http://data.example:{origin.Port + 1}/"]);
        Assert.NotEqual(0, exit);
        Assert.Equal(1, origin.Connections);
    }

    private static async Task<(int Exit, string Output)> CurlAsync(EgressForwarder forwarder, params string[] arguments)
    {
        var start = new ProcessStartInfo("curl", ["--silent", "--max-time", "20", .. arguments]) { UseShellExecute = false, RedirectStandardOutput = true };
        foreach (var name in start.Environment.Keys.Where(name => name.EndsWith("_proxy", StringComparison.OrdinalIgnoreCase)).ToList())
            start.Environment.Remove(name);
        foreach (var (name, value) in forwarder.Variables) start.Environment[name] = value;
        using var curl = Process.Start(start)!;
        var output = await curl.StandardOutput.ReadToEndAsync();
        await curl.WaitForExitAsync();
        return (curl.ExitCode, output);
    }
}
