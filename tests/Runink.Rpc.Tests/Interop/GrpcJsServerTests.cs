using System.Diagnostics;
using Google.Protobuf;
using Runink.Protocol;
using Runink.Rpc.Fixtures;

namespace Runink.Rpc.Interop;

/// <summary>Our client calls a server of @grpc/grpc-js.</summary>
public sealed class GrpcJsServerTests(GrpcJsServerTests.Peer peer) : IClassFixture<GrpcJsServerTests.Peer>
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(3, false)]
    [InlineData(3 << 20, false)]
    [InlineData(500_000, true)]
    public async Task A_message_comes_back_large_and_compressed_too(int size, bool compress)
    {
        var request = new KeyValue { Key = ByteString.CopyFromUtf8("echo"), Value = ByteString.CopyFrom(new byte[size]) };
        Assert.Equal(request, await peer.Channel.CallAsync(NodeEcho.Unary, request, new RpcCallOptions
        {
            Compress =
            compress
        }, Cancellation));
    }

    [Fact]
    public async Task Responses_stream_down()
    {
        await using var call =
            peer.Channel.Start(NodeEcho.Down, new KeyValue { Version = 1000 }, cancellationToken: Cancellation);
        var next = 0;
        await foreach (var response in call.Responses) Assert.Equal(next++, response.ModRevision);
        Assert.Equal(1000, next);
    }

    [Fact]
    public async Task Requests_stream_up()
    {
        await using var call = peer.Channel.Open(NodeEcho.Up, cancellationToken: Cancellation);
        for (var i =
            0; i < 100; i++) await call.Requests.WriteAsync(new KeyValue { Value = ByteString.CopyFrom(new byte[1000]) });
        await call.CompleteAsync();
        Assert.Equal(new KeyValue { Version = 100, Lease = 100_000 }, await call.ResponseAsync());
    }

    [Fact]
    public async Task Both_stream_in_turns()
    {
        await using var call = peer.Channel.Open(NodeEcho.Both, cancellationToken: Cancellation);
        for (var i = 0; i < 20; i++)
        {
            await call.Requests.WriteAsync(new KeyValue { Version = i });
            Assert.True(await call.Responses.MoveNextAsync());
            Assert.Equal(i, call.Responses.Current.Version);
        }

        await call.CompleteAsync();
        Assert.False(await call.Responses.MoveNextAsync());
    }

    [Fact]
    public async Task Metadata_come_back()
    {
        var headers = new RpcMetadata { { "x-text", "one" }, { "x-bytes-bin", new byte[] { 0, 250, 3 } }, { "x-bytes-bin", new byte[] { 7 } } };
        var request = new KeyValue { Key = ByteString.CopyFromUtf8("headers") };
        await using var call =
            peer.Channel.Start(NodeEcho.Unary, request, new RpcCallOptions { Headers = headers }, Cancellation);
        Assert.Equal("one", (await call.HeadersAsync())["x-text"]);
        await call.ResponseAsync();
        Assert.Equal(["00FA03", "07"], call.Trailers.Where(entry => entry.Key == "x-bytes-bin").Select(entry => Convert.ToHexString(entry.Bytes.Span)));
    }

    [Fact]
    public async Task Every_code_arrives_with_its_message_and_trailers()
    {
        for (var code = RpcCode.Cancelled; code <= RpcCode.Unauthenticated; code++)
        {
            const string Message = "Grüße, 早安 100% 😀";
            var request = new KeyValue { Key = ByteString.CopyFromUtf8("fail"), Version = (int)code, Value = ByteString.CopyFromUtf8(Message) };
            var failure = await FailureAsync(request);
            Assert.Equal((code, Message), (failure.Code, failure.Message));
            Assert.Equal("of the error", failure.Trailers["x-trail"]);
        }
    }

    [Fact]
    public async Task A_deadline_passes()
    {
        var failure = await FailureAsync(new KeyValue { Key = ByteString.CopyFromUtf8("hang") }, new RpcCallOptions { Timeout = TimeSpan.FromMilliseconds(100) });
        Assert.Equal(RpcCode.DeadlineExceeded, failure.Code);
    }

    [Fact]
    public async Task A_method_that_it_does_not_have_is_unimplemented()
    {
        var nix = RpcSignature.Protobuf<KeyValue, KeyValue>("test.NodeEcho", "Nix");
        var failure = await Assert.ThrowsAsync<RpcException>(async () => await peer.Channel.CallAsync(nix, new KeyValue(), cancellationToken: Cancellation));
        Assert.Equal(RpcCode.Unimplemented, failure.Code);
    }

    [Fact]
    public async Task A_slow_reader_gets_everything()
    {
        await using var call = peer.Channel.Start(NodeEcho.Down, new KeyValue { Version = 200, Value = ByteString.CopyFrom(new byte[100_000]) }, cancellationToken: Cancellation);
        var next = 0;
        await foreach (var response in call.Responses)
        {
            Assert.Equal(next++, response.ModRevision);
            if (next % 20 == 0) await peer.Channel.CallAsync(NodeEcho.Unary, new KeyValue(), cancellationToken: Cancellation);
        }

        Assert.Equal(200, next);
    }

    [Fact]
    public async Task Many_calls_run_at_once()
    {
        var answers = await Task.WhenAll(Enumerable.Range(0, 500).Select(CallAsync));
        Assert.Equal(Enumerable.Range(0, 500).Select(i => (long)i), answers.Select(answer => answer.Version));
    }

    private async Task<KeyValue> CallAsync(int version) =>
        await peer.Channel.CallAsync(NodeEcho.Unary, new KeyValue { Version = version }, cancellationToken: Cancellation);

    private async Task<RpcException> FailureAsync(KeyValue request, RpcCallOptions? options = null) =>
        await Assert.ThrowsAsync<RpcException>(async () => await peer.Channel.CallAsync(NodeEcho.Unary, request, options, Cancellation));

    /// <summary>The server, and a channel to it.</summary>
    public sealed class Peer : IAsyncLifetime
    {
        private Process? _process;

        public RpcChannel Channel { get; private set; } = null!;

        public async ValueTask InitializeAsync()
        {
            _process = await NodePeer.StartAsync("server.mjs");
            var port = await _process.StandardOutput.ReadLineAsync(Cancellation);
            Channel = new RpcChannel(new RpcChannelOptions { Address = new Uri($"http://127.0.0.1:{port}") });
        }

        public async ValueTask DisposeAsync()
        {
            Channel.Dispose();
            _process!.StandardInput.Close();
            await _process.WaitForExitAsync(CancellationToken.None);
            _process.Dispose();
        }
    }
}
