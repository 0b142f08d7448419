using System.IO.Compression;
using System.Net.Sockets;
using System.Text;
using Runink.Rpc.Fixtures;

namespace Runink.Rpc.Server;

/// <summary>What no honest client sends: exact errors, and the server serves on.</summary>
public sealed class MalformedCallTests
{
    public static TheoryData<string, string> BadBodies => new()
    {
        { "", "13 cardinality violation: received no request message" },
        { "00", "13 unexpected EOF" },
        { "00000000", "13 unexpected EOF" },
        { "0000000003AABB", "13 unexpected EOF" },
        { "0200000001AA", "13 grpc: received unexpected payload format 2" },
        { "FF00000001AA", "13 grpc: received unexpected payload format 255" },
        { "0100000001AA", "13 grpc: compressed flag set with identity or empty encoding" },
        { "0000000001AA00", "13 cardinality violation: received multiple request messages where one was due" },
        { "0000000001AA0000000001AA", "13 cardinality violation: received multiple request messages where one was due" },
        { "00FFFFFFFF", "8 grpc: received message larger than max (4294967295 vs. 4194304)" },
        { "0000400001", "8 grpc: received message larger than max (4194305 vs. 4194304)" },
        { "0000000001FF", "13 grpc: error unmarshalling request: begins with 0xFF" },
    };

    [Theory]
    [MemberData(nameof(BadBodies))]
    public async Task A_body_that_is_not_one_message_is_an_error_that_says_why(string body, string status)
    {
        await using var server = await EchoAsync();
        Assert.Equal(status, (await RawCall.SendAsync(server, "/test.Echo/Echo", Convert.FromHexString(body))).Status);
        Assert.Equal("0 ", (await RawCall.SendAsync(server, "/test.Echo/Echo", RawCall.Frame(1))).Status);
    }

    [Theory]
    [InlineData("0000000001AA00", "13 unexpected EOF")]
    [InlineData("0000000001AA0300000000", "13 grpc: received unexpected payload format 3")]
    [InlineData("0000000001AA007FFFFFFF", "8 grpc: received message larger than max (2147483647 vs. 4194304)")]
    public async Task A_stream_is_broken_off_where_it_stops_making_sense(string body, string status)
    {
        await using var server = await TestServer.StartAsync(EchoMethods.Service());
        Assert.Equal(status, (await RawCall.SendAsync(server, "/test.Echo/Concat", Convert.FromHexString(body))).Status);
    }

    [Theory]
    [InlineData("")]
    [InlineData("1")]
    [InlineData("S")]
    [InlineData("-1S")]
    [InlineData("+1S")]
    [InlineData("1s")]
    [InlineData("123456789m")]
    [InlineData("1 S")]
    public async Task A_timeout_that_is_none_is_an_error(string timeout)
    {
        await using var server = await EchoAsync();
        var answer = await RawCall.SendAsync(server, "/test.Echo/Echo", RawCall.Frame(1), request => request.Headers.TryAddWithoutValidation("grpc-timeout", timeout));
        Assert.Equal($"13 malformed grpc-timeout: \"{timeout}\"", answer.Status);
    }

    [Fact]
    public async Task A_deadline_that_has_passed_on_arrival_is_exceeded()
    {
        await using var server = await EchoAsync();
        var answer = await RawCall.SendAsync(server, "/test.Echo/Echo", RawCall.Frame(1), request => request.Headers.TryAddWithoutValidation("grpc-timeout", "0n"));
        Assert.Equal("4 context deadline exceeded", answer.Status);
    }

    [Fact]
    public async Task An_encoding_that_is_not_spoken_is_refused_with_those_that_are()
    {
        await using var server = await EchoAsync();
        var answer = await RawCall.SendAsync(server, "/test.Echo/Echo", RawCall.Frame(1), request => request.Headers.TryAddWithoutValidation("grpc-encoding", "snappy"));
        Assert.Equal("12 grpc: Decompressor is not installed for grpc-encoding \"snappy\"", answer.Status);
        Assert.Equal("identity,gzip", answer.Headers["grpc-accept-encoding"]);
    }

    [Fact]
    public async Task Gzip_that_is_none_is_an_error_and_gzip_is_answered_with_gzip()
    {
        await using var server = await EchoAsync();
        var bad = await SendGzipAsync(server, [1, 0, 0, 0, 3, 1, 2, 3]);
        Assert.StartsWith("13 grpc: failed to decompress the received message", bad.Status, StringComparison.Ordinal);
        var none = await SendGzipAsync(server, [1, 0, 0, 0, 0]);
        Assert.StartsWith("13 grpc: failed to decompress the received message", none.Status, StringComparison.Ordinal);
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionMode.Compress, leaveOpen: true)) gzip.Write(new byte[1000]);
        var good = await SendGzipAsync(server, [1, 0, 0, 0, (byte)packed.Length, .. packed.ToArray()]);
        Assert.Equal(("0 ", "gzip", 1), (good.Status, good.Headers["grpc-encoding"], good.Body[0]));
        using var unpacked = new GZipStream(new MemoryStream(good.Body[5..]), CompressionMode.Decompress);
        var cut = await SendGzipAsync(server, [1, 0, 0, 0, (byte)(packed.Length - 1), .. packed.ToArray()[..^1]]);
        Assert.StartsWith("13 grpc: failed to decompress the received message", cut.Status, StringComparison.Ordinal);
        var message = new byte[1001];
        Assert.Equal(1000, unpacked.ReadAtLeast(message, 1001, throwOnEndOfStream: false));
    }

    [Theory]
    [InlineData("\0\0\0\0\0\0\0\0")]
    [InlineData("PRI * HTTP/2.0\r\n\r\nXX\r\n\r\n")]
    [InlineData("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\nthis is no frame at all, is it?")]
    [InlineData("GET / HTTP/9.9\r\n\r\n")]
    public async Task A_connection_of_nonsense_is_closed_and_harms_nobody(string nonsense)
    {
        await using var server = await EchoAsync();
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(server.EndPoint, TestContext.Current.CancellationToken);
        await socket.SendAsync(Encoding.Latin1.GetBytes(nonsense), TestContext.Current.CancellationToken);
        await using var stream = new NetworkStream(socket);
        await stream.CopyToAsync(Stream.Null, TestContext.Current.CancellationToken);
        Assert.Equal("0 ", (await RawCall.SendAsync(server, "/test.Echo/Echo", RawCall.Frame(1))).Status);
    }

    [Fact]
    public async Task The_preface_may_come_byte_by_byte()
    {
        await using var server = await EchoAsync();
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(server.EndPoint, TestContext.Current.CancellationToken);
        // The preface and an empty frame of settings; the server answers with settings of its own (type 4).
        foreach (var value in Encoding.ASCII.GetBytes("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\u0004\0\0\0\0\0"))
            await socket.SendAsync(new[] { value }, TestContext.Current.CancellationToken);
        var header = new byte[9];
        await using var stream = new NetworkStream(socket);
        await stream.ReadExactlyAsync(header, TestContext.Current.CancellationToken);
        Assert.Equal(4, header[3]);
    }

    private static Task<RawAnswer> SendGzipAsync(TestServer server, byte[] body) =>
        RawCall.SendAsync(server, "/test.Echo/Echo", body, request => request.Headers.TryAddWithoutValidation("grpc-encoding", "gzip"));

    private static Task<TestServer> EchoAsync() => TestServer.StartAsync(TestServer.Unary("Echo", (request, _) => new(request)));
}
