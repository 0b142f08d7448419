using System.Net.Sockets;
using System.Text;
using Runink.Isolation.Network;

namespace Runink.Isolation.Tests.Network;

/// <summary>How many, how long, how much.</summary>
public sealed class EgressBoundTests
{
    [Fact]
    public async Task More_connections_than_allowed_are_closed_and_a_place_is_free_again_afterwards()
    {
        await using var origin = Origin.Echoing();
        await using var proxy = ProxyUnderTest.With(options => options with { ConnectionsMax = 2 }, $"127.0.0.1:{origin.Port}");
        using var first = await proxy.ConnectAsync();
        using var second = await proxy.ConnectAsync();
        Assert.Equal(0, await ProxyUnderTest.AskSocksAsync(first, "127.0.0.1", origin.Port));
        Assert.Equal(0, await ProxyUnderTest.AskSocksAsync(second, "127.0.0.1", origin.Port));

        using var third = await proxy.ConnectAsync();
        Assert.Empty(await ProxyUnderTest.ReadToEndAsync(third));
        Assert.Equal(EgressOutcome.TooManyConnections, (await proxy.NextAttemptAsync()).Outcome);

        first.Dispose();
        Assert.Equal(EgressOutcome.Allowed, (await proxy.NextAttemptAsync()).Outcome);
        // The place is given back just after the report; the few connections before that are closed like the third.
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        while (!patience.IsCancellationRequested)
        {
            using var fourth = await proxy.ConnectAsync();
            if (await TryAskAsync(fourth, origin.Port)) return;
        }

        Assert.Fail("the place was never given back");
    }

    [Fact]
    public async Task Who_does_not_say_in_time_where_it_wants_to_go_is_cut_off()
    {
        var time = new ManualTime();
        await using var proxy = ProxyUnderTest.With(
            options => options with { Time = time, HandshakeTimeout = TimeSpan.FromSeconds(10) }, "data.example:443");
        using var client = await proxy.ConnectAsync();
        await client.SendAsync(Socks.Greeting);
        Assert.Equal([5, 0], await ProxyUnderTest.ReadExactlyAsync(client, 2));
        await client.SendAsync(new byte[] { 5 });
        await time.UntilTimerOfAsync(TimeSpan.FromSeconds(10));
        time.Advance(TimeSpan.FromSeconds(9));
        Assert.Equal(0, client.Available);
        time.Advance(TimeSpan.FromSeconds(1));
        Assert.Empty(await ProxyUnderTest.ReadUntilClosedAsync(client));
        var attempt = await proxy.NextAttemptAsync();
        Assert.Equal((EgressOutcome.TimedOut, "no request within 10 s", TimeSpan.FromSeconds(10)), (attempt.Outcome, attempt.Reason, attempt.Duration));
    }

    [Fact]
    public async Task An_endpoint_that_does_not_answer_in_time_is_given_up()
    {
        var time = new ManualTime();
        await using var proxy = ProxyUnderTest.With(
            options => options with
            {
                Time = time,
                ConnectTimeout = TimeSpan.FromSeconds(7),
                Dial = (_, token) => NeverAsync(token),
            },
            "127.0.0.1:443");
        using var client = await proxy.ConnectAsync();
        var asked = ProxyUnderTest.AskSocksAsync(client, "127.0.0.1", 443);
        await time.UntilTimerOfAsync(TimeSpan.FromSeconds(7));
        time.Advance(TimeSpan.FromSeconds(7));
        Assert.Equal(5, await asked);
        Assert.Contains("no answer", (await proxy.NextAttemptAsync()).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_dead_address_leaves_time_for_the_next_one()
    {
        var time = new ManualTime();
        await using var origin = Origin.Echoing();
        await using var proxy = ProxyUnderTest.With(
            options => options with
            {
                Time = time,
                ConnectTimeout = TimeSpan.FromSeconds(8),
                Dial = (endpoint, token) => endpoint.Address.ToString() == ProxyUnderTest.PublicAddress
                    ? options.Dial(endpoint, token)
                    : NeverAsync(token),
            },
            $"data.example:{origin.Port}");
        proxy.Names["data.example"] = ["1.1.1.1", ProxyUnderTest.PublicAddress];
        using var client = await proxy.ConnectAsync();
        var asked = ProxyUnderTest.AskSocksAsync(client, "data.example", origin.Port);
        await time.UntilTimerOfAsync(TimeSpan.FromSeconds(4));
        time.Advance(TimeSpan.FromSeconds(4));
        Assert.Equal(0, await asked);
    }

    [Fact]
    public async Task A_connection_that_lies_idle_is_closed_and_one_that_moves_is_not()
    {
        var time = new ManualTime();
        var idle = TimeSpan.FromMinutes(5);
        await using var origin = Origin.Echoing();
        await using var proxy = ProxyUnderTest.With(options => options with { Time = time, IdleTimeout = idle }, $"127.0.0.1:{origin.Port}");
        using var client = await proxy.ConnectAsync();
        await ProxyUnderTest.AskSocksAsync(client, "127.0.0.1", origin.Port);
        await time.UntilTimerOfAsync(idle);
        for (var minute = 0; minute < 12; minute += 4)
        {
            time.Advance(TimeSpan.FromMinutes(4));
            await client.SendAsync("x"u8.ToArray());
            await ProxyUnderTest.ReadExactlyAsync(client, 1);
            await time.UntilTimerOfAsync(idle);
        }

        time.Advance(idle);
        Assert.Empty(await ProxyUnderTest.ReadToEndAsync(client));
        var attempt = await proxy.NextAttemptAsync();
        Assert.Equal((EgressOutcome.Allowed, "idle for 300 s"), (attempt.Outcome, attempt.Reason));
    }

    [Fact]
    public async Task A_request_without_end_is_cut_off_at_its_bound()
    {
        await using var proxy = ProxyUnderTest.Allowing("data.example:443");
        using var client = await proxy.ConnectAsync();
        await client.SendAsync(Encoding.ASCII.GetBytes("CONNECT data.example:443 HTTP/1.1\r\n" + new string('x', 8192)));
        Assert.StartsWith("HTTP/1.1 400 Bad Request", Encoding.ASCII.GetString(await ProxyUnderTest.ReadUntilClosedAsync(client)), StringComparison.Ordinal);
        var attempt = await proxy.NextAttemptAsync();
        Assert.Equal((EgressOutcome.Malformed, "the request is longer than 8192 bytes"), (attempt.Outcome, attempt.Reason));
    }

    [Fact]
    public async Task Stopping_the_proxy_ends_every_connection()
    {
        await using var origin = Origin.Echoing();
        Socket client;
        var proxy = ProxyUnderTest.Allowing($"127.0.0.1:{origin.Port}");
        await using (proxy)
        {
            client = await proxy.ConnectAsync();
            await ProxyUnderTest.AskSocksAsync(client, "127.0.0.1", origin.Port);
        }

        using (client) Assert.Empty(await ProxyUnderTest.ReadToEndAsync(client));
        Assert.Equal("stopped with the slice", (await proxy.NextAttemptAsync()).Reason);
    }

    private static async Task<Socket> NeverAsync(CancellationToken token)
    {
        await Task.Delay(Timeout.Infinite, token);
        throw new InvalidOperationException("the wait was not cancelled");
    }

    private static async Task<bool> TryAskAsync(Socket client, int port)
    {
        try
        {
            await client.SendAsync(Socks.Greeting);
            if (await client.ReceiveAsync(new byte[2]) == 0) return false;
            await client.SendAsync(Socks.Request("127.0.0.1", port));
            return (await ProxyUnderTest.ReadExactlyAsync(client, 10))[1] == 0;
        }
        catch (SocketException)
        {
            return false; // closed while we were writing
        }
    }
}
