using System.Net;
using System.Net.Sockets;
using System.Text;
using Runink.Isolation.Network;

namespace Runink.Isolation.Tests.Network;

public sealed class EgressProxyTests
{
    private const byte Succeeded = 0;
    private const byte NotAllowed = 2;
    private const byte HostUnreachable = 4;
    private const byte Refused = 5;

    [Fact]
    public async Task Bytes_pass_both_ways_by_socks_and_the_end_of_one_direction_leaves_the_other_open()
    {
        await using var origin = Origin.Counting();
        await using var proxy = ProxyUnderTest.Allowing($"data.example:{origin.Port}");
        proxy.Names["data.example"] = [ProxyUnderTest.PublicAddress];
        using var client = await proxy.ConnectAsync();

        Assert.Equal(Succeeded, await ProxyUnderTest.AskSocksAsync(client, "data.example", origin.Port));
        await client.SendAsync(new byte[300_000]);
        client.Shutdown(SocketShutdown.Send);

        Assert.Equal("300000 bytes", Encoding.ASCII.GetString(await ProxyUnderTest.ReadToEndAsync(client)));
        var attempt = await proxy.NextAttemptAsync();
        Assert.Equal((EgressOutcome.Allowed, "closed", ProxyUnderTest.PublicAddress), (attempt.Outcome, attempt.Reason, attempt.Address));
        Assert.Equal((300_000, "300000 bytes".Length), (attempt.BytesSent, attempt.BytesReceived));
        Assert.Equal($"data.example:{origin.Port}", attempt.Endpoint?.ToString());
    }

    [Fact]
    public async Task Bytes_pass_both_ways_by_http_connect_and_those_that_came_early_are_not_lost()
    {
        await using var origin = Origin.Counting();
        await using var proxy = ProxyUnderTest.Allowing($"data.example:{origin.Port}");
        proxy.Names["data.example"] = [ProxyUnderTest.PublicAddress];
        using var client = await proxy.ConnectAsync();

        await client.SendAsync(Encoding.ASCII.GetBytes($"CONNECT Data.Example.:{origin.Port} HTTP/1.1\r\n\r\nearly"));
        await client.SendAsync("late"u8.ToArray());
        client.Shutdown(SocketShutdown.Send);

        Assert.Equal("HTTP/1.1 200 Connection established\r\n\r\n9 bytes", Encoding.ASCII.GetString(await ProxyUnderTest.ReadToEndAsync(client)));
        Assert.Equal(9, (await proxy.NextAttemptAsync()).BytesSent);
    }

    [Fact]
    public async Task An_answer_passes_while_the_request_still_goes_on()
    {
        await using var origin = Origin.Echoing();
        await using var proxy = ProxyUnderTest.Allowing($"data.example:{origin.Port}");
        proxy.Names["data.example"] = [ProxyUnderTest.PublicAddress];
        using var client = await proxy.ConnectAsync();
        await ProxyUnderTest.AskSocksAsync(client, "data.example", origin.Port);
        foreach (var word in new[] { "one", "two", "three" })
        {
            await client.SendAsync(Encoding.ASCII.GetBytes(word));
            Assert.Equal(word, Encoding.ASCII.GetString(await ProxyUnderTest.ReadExactlyAsync(client, word.Length)));
        }
    }

    [Fact]
    public async Task A_host_that_no_step_names_is_refused_before_it_is_looked_up()
    {
        await using var proxy = ProxyUnderTest.Allowing("data.example:443");
        proxy.Names["other.example"] = [ProxyUnderTest.PublicAddress];
        using var client = await proxy.ConnectAsync();
        Assert.Equal(NotAllowed, await ProxyUnderTest.AskSocksAsync(client, "other.example", 443));
        Assert.Empty(await ProxyUnderTest.ReadToEndAsync(client));
        Assert.Equal(EgressOutcome.NotNamed, (await proxy.NextAttemptAsync()).Outcome);
        Assert.Equal(0, proxy.Lookups); // a lookup would carry data out
        Assert.Empty(proxy.Dialled);
    }

    [Theory]
    [InlineData("data.example:80")]
    [InlineData("93.184.216.34:443")]
    [InlineData("sub.data.example:443")]
    [InlineData("example:443")]
    [InlineData("xdata.example:443")]
    public async Task Another_port_or_host_or_the_bare_address_is_refused(string target)
    {
        await using var proxy = ProxyUnderTest.Allowing("data.example:443");
        proxy.Names["data.example"] = [ProxyUnderTest.PublicAddress];
        using var client = await proxy.ConnectAsync();
        Assert.StartsWith("HTTP/1.1 403 Forbidden", await ProxyUnderTest.AskHttpAsync(client, target), StringComparison.Ordinal);
        var attempt = await proxy.NextAttemptAsync();
        Assert.Equal((EgressOutcome.NotNamed, target), (attempt.Outcome, attempt.Endpoint?.ToString()));
        Assert.Empty(proxy.Dialled);
    }

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("127.8.8.8")]
    [InlineData("0.0.0.0")]
    [InlineData("10.1.2.3")]
    [InlineData("172.31.255.255")]
    [InlineData("192.168.0.1")]
    [InlineData("169.254.169.254")]
    [InlineData("100.100.100.200")]
    [InlineData("168.63.129.16")]
    [InlineData("::1")]
    [InlineData("::")]
    [InlineData("fe80::1")]
    [InlineData("fd00:ec2::254")]
    [InlineData("::ffff:169.254.169.254")]
    [InlineData("64:ff9b::a9fe:a9fe")]
    [InlineData("2002:a9fe:a9fe::1")]
    [InlineData("ff02::1")]
    public async Task A_name_that_leads_to_a_private_address_is_refused(string address)
    {
        await using var proxy = ProxyUnderTest.Allowing("data.example:443");
        proxy.Names["data.example"] = [address];
        using var client = await proxy.ConnectAsync();
        Assert.Equal(NotAllowed, await ProxyUnderTest.AskSocksAsync(client, "data.example", 443));
        var attempt = await proxy.NextAttemptAsync();
        Assert.Equal(EgressOutcome.PrivateAddress, attempt.Outcome);
        Assert.Contains("name the endpoint by that address", attempt.Reason, StringComparison.Ordinal);
        Assert.Empty(proxy.Dialled);
    }

    [Fact]
    public async Task Of_several_addresses_only_the_public_ones_are_tried()
    {
        await using var origin = Origin.Counting();
        await using var proxy = ProxyUnderTest.Allowing($"data.example:{origin.Port}");
        proxy.Names["data.example"] = ["169.254.169.254", ProxyUnderTest.PublicAddress, "127.0.0.1"];
        using var client = await proxy.ConnectAsync();
        Assert.Equal(Succeeded, await ProxyUnderTest.AskSocksAsync(client, "data.example", origin.Port));
        Assert.Equal([ProxyUnderTest.PublicAddress], proxy.Dialled.Select(endpoint => endpoint.Address.ToString()));
    }

    [Fact]
    public async Task A_name_that_leads_back_to_this_machine_is_refused_under_whatever_number()
    {
        await using var agent = Origin.Counting();
        await using var proxy = ProxyUnderTest.With(
            options => options with { IsOwn = address => address.ToString() == ProxyUnderTest.PublicAddress }, $"data.example:{agent.Port}");
        proxy.Names["data.example"] = [ProxyUnderTest.PublicAddress];
        using var client = await proxy.ConnectAsync();
        Assert.Equal(NotAllowed, await ProxyUnderTest.AskSocksAsync(client, "data.example", agent.Port));
        Assert.Equal(EgressOutcome.PrivateAddress, (await proxy.NextAttemptAsync()).Outcome);
        Assert.Equal(0, agent.Connections);
    }

    [Fact]
    public async Task A_name_is_looked_up_once_so_that_a_second_answer_changes_nothing()
    {
        await using var origin = Origin.Counting();
        var answers = new Queue<string>([ProxyUnderTest.PublicAddress, "127.0.0.1"]);
        await using var proxy = ProxyUnderTest.With(
            options => options with { Resolve = (_, _) => Task.FromResult<System.Net.IPAddress[]>([System.Net.IPAddress.Parse(answers.Dequeue())]) },
            $"rebinding.example:{origin.Port}");
        using (var client = await proxy.ConnectAsync())
            Assert.Equal(Succeeded, await ProxyUnderTest.AskSocksAsync(client, "rebinding.example", origin.Port));
        Assert.Single(answers);
        using (var client = await proxy.ConnectAsync())
            Assert.Equal(NotAllowed, await ProxyUnderTest.AskSocksAsync(client, "rebinding.example", origin.Port));
        Assert.Equal([ProxyUnderTest.PublicAddress], proxy.Dialled.Select(endpoint => endpoint.Address.ToString()));
    }

    [Fact]
    public async Task An_address_that_a_step_names_itself_is_reached_also_when_it_is_private()
    {
        await using var origin = Origin.Counting();
        await using var proxy = ProxyUnderTest.Allowing($"127.0.0.1:{origin.Port}");
        using var byAddress = await proxy.ConnectAsync();
        Assert.Equal(Succeeded, await ProxyUnderTest.AskSocksAsync(byAddress, "127.0.0.1", origin.Port));
        using var otherNotation = await proxy.ConnectAsync();
        Assert.Equal(Succeeded, await ProxyUnderTest.AskSocksAsync(otherNotation, "0x7f.1", origin.Port));
        using var byName = await proxy.ConnectAsync();
        Assert.Equal(NotAllowed, await ProxyUnderTest.AskSocksAsync(byName, "localhost", origin.Port));
    }

    [Fact]
    public async Task A_name_without_an_address_and_a_port_where_nobody_listens_are_told_apart()
    {
        // Bound, so that nobody else gets it, and without a listener.
        using var mute = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        mute.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        var closed = ((IPEndPoint)mute.LocalEndPoint!).Port;
        await using var proxy = ProxyUnderTest.Allowing("nowhere.example:443", $"data.example:{closed}");
        proxy.Names["data.example"] = [ProxyUnderTest.PublicAddress];
        using var first = await proxy.ConnectAsync();
        Assert.Equal(HostUnreachable, await ProxyUnderTest.AskSocksAsync(first, "nowhere.example", 443));
        Assert.Equal(EgressOutcome.UnknownHost, (await proxy.NextAttemptAsync()).Outcome);
        using var second = await proxy.ConnectAsync();
        Assert.Equal(Refused, await ProxyUnderTest.AskSocksAsync(second, "data.example", closed));
        Assert.Equal(EgressOutcome.Unreachable, (await proxy.NextAttemptAsync()).Outcome);
    }

    [Fact]
    public async Task Only_its_owner_may_connect_to_the_socket()
    {
        await using var proxy = ProxyUnderTest.Allowing("data.example:443");
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(proxy.SocketPath));
    }

    [Fact]
    public async Task An_agent_that_is_root_gives_the_socket_to_the_slices_user()
    {
        Needs.Met(Environment.IsPrivilegedProcess, "only root can give files away");
        await using var proxy = ProxyUnderTest.With(options => options with { Owner = 61234 }, "data.example:443");
        var stat = Seccomp.FilteredSandbox.Run("stat", "-c", "%u %a", proxy.SocketPath);
        Assert.Equal("61234 600\n", stat.Output);
    }

    [Fact]
    public async Task A_socket_can_lie_deeper_than_the_name_of_a_socket_may_be_long()
    {
        var directory = Directory.CreateTempSubdirectory($"runink-{new string('x', 120)}-");
        try
        {
            var options = new EgressProxyOptions { SocketPath = Path.Join(directory.FullName, "egress"), Endpoints = [], Report = _ => { }, IsOpen = true };
            await using (EgressProxy.Start(options))
                Assert.Equal("666\n", Seccomp.FilteredSandbox.Run("stat", "-c", "%a", options.SocketPath).Output);
            Assert.Empty(directory.GetFileSystemInfos());
        }
        finally
        {
            directory.Delete(recursive: true);
        }
    }

    [Fact]
    public void A_name_that_is_too_long_for_a_socket_is_refused_with_a_reason()
    {
        var options = new EgressProxyOptions { SocketPath = $"/tmp/{new string('x', 103)}", Endpoints = [], Report = _ => { } };
        Assert.Contains("cannot listen on /tmp/xxx", Assert.Throws<IOException>(() => EgressProxy.Start(options)).Message, StringComparison.Ordinal);
    }
}
