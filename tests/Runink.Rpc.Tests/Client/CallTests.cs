using System.Text;
using Runink.Rpc.Fixtures;

namespace Runink.Rpc.Client;

/// <summary>Our client and our server.</summary>
public sealed class CallTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_unary_call_brings_its_answer()
    {
        await using var pair = await EchoPair.StartAsync();
        Assert.Equal([1, 2], await pair.Channel.CallAsync(EchoMethods.Echo, [1, 2], cancellationToken: Cancellation));
        Assert.Empty(await pair.Channel.CallAsync(EchoMethods.Echo, [], cancellationToken: Cancellation));
    }

    [Fact]
    public async Task A_stream_of_responses_ends_with_the_status()
    {
        await using var pair = await EchoPair.StartAsync();
        await using var call = pair.Channel.Start(EchoMethods.Repeat, [3], cancellationToken: Cancellation);
        var received = new List<byte>();
        await foreach (var response in call.Responses) received.Add(response[1]);
        Assert.Equal([0, 1, 2], received);
    }

    [Fact]
    public async Task A_stream_of_requests_has_one_response()
    {
        await using var pair = await EchoPair.StartAsync();
        await using var call = pair.Channel.Open(EchoMethods.Concat, cancellationToken: Cancellation);
        await call.Requests.WriteAsync([1]);
        call.Requests.Write([2, 3]);
        call.Requests.Write([4]);
        await call.CompleteAsync();
        Assert.Equal([1, 2, 3, 4], await call.ResponseAsync());
    }

    [Fact]
    public async Task Both_may_stream_in_turns()
    {
        await using var pair = await EchoPair.StartAsync();
        await using var call = pair.Channel.Open(EchoMethods.Mirror, cancellationToken: Cancellation);
        for (byte i = 0; i < 10; i++)
        {
            await call.Requests.WriteAsync([i]);
            Assert.True(await call.Responses.MoveNextAsync());
            Assert.Equal([i], call.Responses.Current);
        }

        await call.CompleteAsync();
        Assert.False(await call.Responses.MoveNextAsync());
    }

    [Fact]
    public async Task Both_may_stream_at_once()
    {
        await using var pair = await EchoPair.StartAsync();
        await using var call = pair.Channel.Open(EchoMethods.Mirror, new RpcCallOptions { Timeout = TimeSpan.FromMinutes(1) }, Cancellation);
        var writing = WriteAsync();
        var received = 0;
        await foreach (var response in call.Responses) Assert.Equal(received++, BitConverter.ToInt32(response));
        await writing;
        Assert.Equal(250, received);

        async Task WriteAsync()
        {
            for (var i = 0; i < 250; i++) await call.Requests.WriteAsync([.. BitConverter.GetBytes(i), .. new byte[10_000]]);
            await call.CompleteAsync();
        }
    }

    [Fact]
    public async Task An_error_arrives_with_its_code_and_a_message_of_any_language()
    {
        await using var pair = await EchoPair.StartAsync();
        var failure = await Assert.ThrowsAsync<RpcException>(async () =>
            await pair.Channel.CallAsync(EchoMethods.Fail, [9, .. Encoding.UTF8.GetBytes("早安 100% \r\n€😀")], cancellationToken: Cancellation));
        Assert.Equal(RpcCode.FailedPrecondition, failure.Code);
        Assert.Equal("早安 100% \r\n€😀", failure.Message);
    }

    [Fact]
    public async Task An_exception_that_is_no_status_is_unknown_and_keeps_its_text_to_itself()
    {
        var ended = new TaskCompletionSource<Exception?>();
        await using var server = await TestServer.StartAsync(options => options with
        {
            Services = [new RpcService(TestServer.Service, TestServer.Unary("Echo", (_, _) => throw new InvalidOperationException("secret")))],
            CallEnded = (_, _, failure) => ended.TrySetResult(failure),
        });
        using var channel = new RpcChannel(new RpcChannelOptions { Address = server.Address() });
        var failure = await Assert.ThrowsAsync<RpcException>(async () => await channel.CallAsync(EchoMethods.Echo, [1], cancellationToken: Cancellation));
        Assert.Equal(RpcCode.Unknown, failure.Code);
        Assert.DoesNotContain("secret", failure.Message, StringComparison.Ordinal);
        Assert.Equal("secret", (await ended.Task)?.Message);
    }

    [Fact]
    public async Task Metadata_travel_both_ways_as_text_and_as_bytes()
    {
        await using var pair = await EchoPair.StartAsync();
        var bytes = Enumerable.Range(0, 256).Select(i => (byte)i).ToArray();
        var headers = new RpcMetadata { { "x-text", "a, b=c" }, { "x-bytes-bin", bytes } };
        await using var call =
            pair.Channel.Start(EchoMethods.Headers, [1], new RpcCallOptions { Headers = headers }, Cancellation);
        Assert.Equal("a, b=c", (await call.HeadersAsync())["x-text"]);
        await call.ResponseAsync();
        Assert.True(call.Trailers.TryGetBytes("x-bytes-bin", out var back));
        Assert.Equal(bytes, back.ToArray());
    }

    [Fact]
    public async Task A_failed_call_brings_metadata_too()
    {
        await using var pair = await EchoPair.StartAsync();
        var headers = new RpcMetadata { { "x-bytes-bin", new byte[] { 1, 2, 3, 4 } } };
        var failure = await Assert.ThrowsAsync<RpcException>(async () =>
            await pair.Channel.CallAsync(EchoMethods.Headers, [], new RpcCallOptions { Headers = headers }, Cancellation));
        Assert.Equal(RpcCode.Aborted, failure.Code);
        Assert.True(failure.Trailers.TryGetBytes("x-bytes-bin", out var back));
        Assert.Equal([1, 2, 3, 4], back.ToArray());
    }

    [Fact]
    public async Task Many_calls_run_at_once_and_none_gets_the_answer_of_another()
    {
        await using var pair = await EchoPair.StartAsync();
        await Parallel.ForEachAsync(Enumerable.Range(0, 2000), new ParallelOptions { MaxDegreeOfParallelism = 256, CancellationToken = Cancellation }, async (i, token) =>
        {
            var request = BitConverter.GetBytes(i & 0x7FFFFFFF ^ 0x00A5A500);
            if (request[0] == 0xFF) return;
            Assert.Equal(request, await pair.Channel.CallAsync(EchoMethods.Echo, request, cancellationToken: token));
        });
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Messages_may_be_compressed(bool compress)
    {
        await using var pair = await EchoPair.StartAsync();
        var large = new byte[300_000];
        await using var call =
            pair.Channel.Start(EchoMethods.Echo, large, new RpcCallOptions { Compress = compress }, Cancellation);
        Assert.Equal(large, await call.ResponseAsync());
    }
}
