using System.Net.Sockets;
using System.Text;
using Runink.Isolation.Network;

namespace Runink.Isolation.Tests.Network;

public sealed class MalformedRequestTests
{
    private const int Inputs = 4000;

    public static TheoryData<string, string> Requests => new()
    {
        { "04 01 00 50 01 02 03 04 00", "" },                                            // SOCKS4
        { "00", "" },
        { "16 03 01 02 00", "" },                                                        // TLS
        { "05 00", "05 FF" },                                                            // no methods
        { "05 01 02", "05 FF" },                                                         // a password
        { "05 01 00 04 01 00 01 7F 00 00 01 00 50", "05 00 05 01 00 01 00 00 00 00 00 00" }, // another version in the request
        { "05 01 00 05 02 00 01 7F 00 00 01 00 50", "05 00 05 07 00 01 00 00 00 00 00 00" }, // BIND
        { "05 01 00 05 03 00 01 7F 00 00 01 00 50", "05 00 05 07 00 01 00 00 00 00 00 00" }, // UDP
        { "05 01 00 05 01 00 02 7F 00 00 01 00 50", "05 00 05 08 00 01 00 00 00 00 00 00" }, // no such kind of address
        { "05 01 00 05 01 00 03 00 00 50", "05 00 05 01 00 01 00 00 00 00 00 00" },          // an empty name
        { "05 01 00 05 01 00 03 01 61 00 00", "05 00 05 01 00 01 00 00 00 00 00 00" },       // port 0
        { "05 01 00 05 01 00 03 03 61 00 62 00 50", "05 00 05 01 00 01 00 00 00 00 00 00" }, // a zero in a name
    };

    [Theory, MemberData(nameof(Requests))]
    public async Task Socks_that_makes_no_sense_is_answered_by_its_rules_and_closed(string request, string answer)
    {
        await using var proxy = ProxyUnderTest.Allowing("data.example:443", "127.0.0.1:80");
        using var client = await proxy.ConnectAsync();
        await client.SendAsync(Convert.FromHexString(request.Replace(" ", "", StringComparison.Ordinal)));
        client.Shutdown(SocketShutdown.Send);
        Assert.Equal(answer.Replace(" ", "", StringComparison.Ordinal), Convert.ToHexString(await ProxyUnderTest.ReadUntilClosedAsync(client)));
        Assert.Equal(EgressOutcome.Malformed, (await proxy.NextAttemptAsync()).Outcome);
        Assert.Empty(proxy.Dialled);
    }

    [Theory]
    [InlineData("GET http://data.example/ HTTP/1.1\r\n\r\n", "405")]
    [InlineData("POST / HTTP/1.1\r\n\r\n", "405")]
    [InlineData("CONNECT data.example HTTP/1.1\r\n\r\n", "400")]
    [InlineData("CONNECT data.example:0 HTTP/1.1\r\n\r\n", "400")]
    [InlineData("CONNECT data.example:65536 HTTP/1.1\r\n\r\n", "400")]
    [InlineData("CONNECT data.example:+443 HTTP/1.1\r\n\r\n", "400")]
    [InlineData("CONNECT data.example:443@evil.example:443 HTTP/1.1\r\n\r\n", "400")]
    [InlineData("CONNECT user@data.example:443 HTTP/1.1\r\n\r\n", "400")]
    [InlineData("CONNECT :443 HTTP/1.1\r\n\r\n", "400")]
    [InlineData("CONNECT ::1:443 HTTP/1.1\r\n\r\n", "400")]
    [InlineData("CONNECT [fe80::1%1]:443 HTTP/1.1\r\n\r\n", "400")]
    [InlineData("CONNECT data.example:443 HTTP/2\r\n\r\n", "400")]
    [InlineData("CONNECT  data.example:443 HTTP/1.1\r\n\r\n", "400")]
    [InlineData("CONNECT data.example:443\r\n\r\n", "400")]
    [InlineData("CONNECT data.example:443 HTTP/1.1\n\n", "400")]
    [InlineData("CONNECT dåta.example:443 HTTP/1.1\r\n\r\n", "400")]
    [InlineData("C", "400")]
    public async Task Http_that_makes_no_sense_is_answered_by_its_rules_and_closed(string request, string status)
    {
        await using var proxy = ProxyUnderTest.Allowing("data.example:443");
        using var client = await proxy.ConnectAsync();
        await client.SendAsync(Encoding.UTF8.GetBytes(request));
        client.Shutdown(SocketShutdown.Send);
        var answer = Encoding.ASCII.GetString(await ProxyUnderTest.ReadUntilClosedAsync(client));
        Assert.StartsWith($"HTTP/1.1 {status} ", answer, StringComparison.Ordinal);
        Assert.Equal(EgressOutcome.Malformed, (await proxy.NextAttemptAsync()).Outcome);
        Assert.Empty(proxy.Dialled);
    }

    [Fact]
    public async Task No_input_brings_it_down_or_leads_anywhere_that_is_not_named()
    {
        var random = Seed.Draw();
        var served = 0;
        await using var proxy = ProxyUnderTest.With(options => options with { Report = _ => Interlocked.Increment(ref served) }, "data.example:443");
        proxy.Names["data.example"] = ["169.254.169.254"];
        foreach (var name in new[] { "other.example", "dataexample", "example" }) proxy.Names[name] = [ProxyUnderTest.PublicAddress];
        for (var i = 0; i < Inputs; i++)
        {
            using var client = await proxy.ConnectAsync();
            var input = RandomInput(random);
            try
            {
                await client.SendAsync(input);
                client.Shutdown(SocketShutdown.Send);
                await ProxyUnderTest.ReadUntilClosedAsync(client);
            }
            catch (SocketException)
            {
                // Closed by the proxy before all was sent.
            }
        }

        Assert.Empty(proxy.Dialled);
        using var last = await proxy.ConnectAsync();
        Assert.Equal(2, await ProxyUnderTest.AskSocksAsync(last, "data.example", 443));
        last.Dispose();
        Assert.InRange(Volatile.Read(ref served), Inputs, Inputs + 1);
    }

    private static byte[] RandomInput(Random random)
    {
        var input = random.Next(6) switch
        {
            0 => RandomBytes(random, 300),
            1 => [5, .. RandomBytes(random, 300)],
            2 => [.. Socks.Greeting, .. Socks.Request(random.Next(2) == 0 ? "data.example" : "10.0.0.1", 443)],
            3 => [.. Socks.Greeting, 5, 1, 0, .. RandomBytes(random, 40)],
            4 => Encoding.ASCII.GetBytes("CONNECT data.example:443 HTTP/1.1\r\nHost: data.example\r\n\r\nbytes"),
            _ => [(byte)'C', .. RandomBytes(random, 9000)],
        };
        for (var changes = random.Next(4); changes > 0 && input.Length > 0; changes--) input[random.Next(input.Length)] = (byte)random.Next(256);
        return random.Next(3) == 0 ? input[..random.Next(input.Length + 1)] : input;
    }

    private static byte[] RandomBytes(Random random, int max)
    {
        var bytes = new byte[random.Next(max)];
        random.NextBytes(bytes);
        return bytes;
    }
}
