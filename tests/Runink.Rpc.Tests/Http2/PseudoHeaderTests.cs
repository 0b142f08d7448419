using Runink.Rpc.Http2.Fixtures;

namespace Runink.Rpc.Http2;

/// <summary>Requests that are malformed as HTTP (RFC 9113, section 8): the call fails, the connection need not.</summary>
public sealed class PseudoHeaderTests
{
    public static TheoryData<string, string> Malformed => new()
    {
        { "no method", "-:method" },
        { "no scheme", "-:scheme" },
        { "no path", "-:path" },
        { "a CONNECT with a path", "=:method:CONNECT" },
        { "an empty path", "=:path:" },
        { "a path that does not begin with a slash", "=:path:test.Echo/Echo" },
        { "two methods", "<:method:POST" },
        { "two schemes", "<:scheme:http" },
        { "two paths", "<:path:/test.Echo/Echo" },
        { "two authorities", "<:authority:localhost" },
        { "a pseudo header behind a field", "+:authority:other" },
        { "a pseudo header of responses", "<:status:200" },
        { "a pseudo header that is unknown", "<:what:1" },
        { "an uppercase name", "+X-Upper:1" },
        { "an uppercase letter within a name", "+x-uPper:1" },
        { "a connection", "+connection:close" },
        { "a te of gzip", "=te:gzip" },
        { "a te of trailers and more", "=te:trailers, gzip" },
        { "a name with a zero", "+x\0name:1" },
        { "a value with a line feed", "+x-value:a\nb" },
        { "a value with a carriage return", "+x-value:a\rb" },
        { "a value with a zero", "+x-value:a\0b" },
    };

    [Theory]
    [MemberData(nameof(Malformed))]
    public async Task A_malformed_request_is_an_error_of_its_stream(string what, string change)
    {
        Assert.NotEmpty(what);
        await using var server = await RawCalls.StartAsync();
        await using var client = await RawHttp2.ConnectAsync(server);
        var stream = client.NewStream();
        await client.HeadersAsync(stream, ends: true, Changed(change));
        await AssertMalformedAsync(client, stream);
        await server.AssertServesAsync();
    }

    [Theory]
    [InlineData("+keep-alive:1")]
    [InlineData("+proxy-connection:close")]
    [InlineData("+transfer-encoding:chunked")]
    [InlineData("+upgrade:h2c")]
    [InlineData("+x name:1")]
    public async Task A_field_that_only_one_hop_of_the_older_version_knows_makes_a_request_malformed(string change)
    {
        await using var server = await RawCalls.StartAsync();
        await using var client = await RawHttp2.ConnectAsync(server);
        var stream = client.NewStream();
        await client.HeadersAsync(stream, ends: true, Changed(change));
        await AssertMalformedAsync(client, stream);
        await server.AssertServesAsync();
    }

    [Theory]
    [InlineData(":path", "/")]
    [InlineData(":what", "1")]
    [InlineData("X-Upper", "1")]
    [InlineData("connection", "close")]
    public async Task Malformed_trailers_are_an_error_of_their_stream(string name, string value)
    {
        await using var server = await RawCalls.StartAsync();
        await using var client = await RawHttp2.ConnectAsync(server);
        var stream = await client.BeginAsync(RawCalls.Mirror);
        await client.HeadersAsync(stream, ends: true, (name, value));
        await AssertMalformedAsync(client, stream);
        await server.AssertServesAsync();
    }

    [Theory]
    [InlineData("6", "0000000001")]
    [InlineData("6", "")]
    [InlineData("6", null)]
    [InlineData("6", "00000000020101")]
    [InlineData("0", "00")]
    public async Task A_body_of_another_length_than_was_announced_is_an_error_of_its_stream(string length, string? body)
    {
        await using var server = await RawCalls.StartAsync();
        await using var client = await RawHttp2.ConnectAsync(server);
        var stream = client.NewStream();
        await client.HeadersAsync(stream, body is null, [.. RawCalls.Fields(RawCalls.Hang), ("content-length", length)]);
        if (body is not null) await client.DataAsync(stream, Convert.FromHexString(body));
        await client.AssertStreamErrorAsync(stream, RawError.Protocol);
    }

    [Fact]
    public async Task A_body_of_the_length_that_was_announced_is_taken()
    {
        await using var server = await RawCalls.StartAsync();
        await using var client = await RawHttp2.ConnectAsync(server);
        var stream = client.NewStream();
        await client.HeadersAsync(stream, ends: false, [.. RawCalls.Fields(), ("content-length", "6")]);
        await client.DataAsync(stream, RawCalls.Message(1)[..3], ends: false);
        await client.DataAsync(stream, RawCalls.Message(1)[3..]);
        await client.AssertEchoAsync(stream, 1);
    }

    [Theory]
    [InlineData("-:authority")]
    [InlineData("-te")]
    [InlineData("+x-empty:")]
    [InlineData("+cookie:a=b")]
    [InlineData("=:scheme:http")]
    [InlineData("+te-like:gzip")]
    [InlineData("+!#$%&'*^_`|~.0:strange but well made")]
    public async Task What_is_unusual_and_well_made_is_served(string change)
    {
        await using var server = await RawCalls.StartAsync();
        await using var client = await RawHttp2.ConnectAsync(server);
        var stream = client.NewStream();
        await client.HeadersAsync(stream, ends: true, Changed(change));
        await client.AssertEchoAsync(stream);
    }

    private static async Task AssertMalformedAsync(RawHttp2 client, int stream)
    {
        await client.UntilOverAsync(stream);
        await client.AssertStreamErrorAsync(stream, RawError.Protocol);
    }

    /// <summary>The fields of a call without one (-), with another value of one (=), one more in front (&lt;) or behind (+).</summary>
    private static (string Name, string Value)[] Changed(string change)
    {
        var colon = change.IndexOf(':', Math.Min(2, change.Length));
        (string Name, string Value) field = colon < 0 ? (change[1..], "") : (change[1..colon], change[(colon + 1)..]);
        var fields = RawCalls.Fields(RawCalls.Concat);
        return change[0] switch
        {
            '-' => [.. fields.Where(one => one.Name != field.Name)],
            '=' => [.. fields.Select(one => one.Name == field.Name ? field : one)],
            '<' => [field, .. fields],
            _ => [.. fields, field],
        };
    }
}
