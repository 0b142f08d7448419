using Runink.Rpc.Fixtures;

namespace Runink.Rpc.Client;

public sealed class LimitTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(1000, true)]
    [InlineData(1001, false)]
    public async Task A_server_takes_messages_up_to_its_limit(int size, bool taken)
    {
        await using var pair = await EchoPair.StartAsync(options => options with { MaxReceiveBytes = 1000 });
        var call = async () => await pair.Channel.CallAsync(EchoMethods.Echo, new byte[size], cancellationToken: Cancellation);
        if (taken)
        {
            Assert.Equal(size, (await call()).Length);
            return;
        }

        var failure = await Assert.ThrowsAsync<RpcException>(call);
        Assert.Equal((RpcCode.ResourceExhausted, "grpc: received message larger than max (1001 vs. 1000)"), (failure.Code, failure.Message));
    }

    [Fact]
    public async Task A_message_that_inflates_beyond_the_limit_is_refused_before_it_is_inflated_whole()
    {
        await using var pair = await EchoPair.StartAsync(options => options with { MaxReceiveBytes = 100_000 });
        var failure = await Assert.ThrowsAsync<RpcException>(async () =>
            await pair.Channel.CallAsync(EchoMethods.Echo, new byte[5_000_000], new RpcCallOptions
            {
                Compress =
                true
            }, Cancellation));
        Assert.Equal((RpcCode.ResourceExhausted, "grpc: received message after decompression larger than max 100000"), (failure.Code, failure.Message));
    }

    [Fact]
    public async Task A_server_sends_no_message_over_its_limit()
    {
        await using var pair = await EchoPair.StartAsync(options => options with { MaxSendBytes = 10 });
        var failure = await Assert.ThrowsAsync<RpcException>(async () => await pair.Channel.CallAsync(EchoMethods.Echo, new byte[11], cancellationToken: Cancellation));
        Assert.Equal((RpcCode.ResourceExhausted, "grpc: trying to send message larger than max (11 vs. 10)"), (failure.Code, failure.Message));
    }

    [Fact]
    public async Task A_client_takes_messages_up_to_its_limit()
    {
        await using var pair = await EchoPair.StartAsync(changeClient: options => options with { MaxReceiveBytes = 10 });
        Assert.Equal(10, (await pair.Channel.CallAsync(EchoMethods.Echo, new byte[10], cancellationToken: Cancellation)).Length);
        var failure = await Assert.ThrowsAsync<RpcException>(async () => await pair.Channel.CallAsync(EchoMethods.Echo, new byte[11], cancellationToken: Cancellation));
        Assert.Equal((RpcCode.ResourceExhausted, "grpc: received message larger than max (11 vs. 10)"), (failure.Code, failure.Message));
    }

    [Fact]
    public async Task Messages_larger_than_every_window_arrive()
    {
        await using var pair = await EchoPair.StartAsync(options => options with { MaxReceiveBytes = 20 << 20 }, options => options with { MaxReceiveBytes = 20 << 20 });
        var large = new byte[16 << 20];
        new Random(1).NextBytes(large);
        large[0] = 0;
        Assert.Equal(large, await pair.Channel.CallAsync(EchoMethods.Echo, large, cancellationToken: Cancellation));
    }

    [Fact]
    public async Task A_client_waits_for_a_handler_that_does_not_read()
    {
        var mayRead = new TaskCompletionSource();
        await using var server = await TestServer.StartAsync(RpcMethod.ClientStreaming(
            "Concat", BytesMarshaller.Instance, BytesMarshaller.Instance, async (requests, _) =>
            {
                await mayRead.Task;
                var count = 0;
                while (await requests.MoveNextAsync()) count++;
                return BitConverter.GetBytes(count);
            }));
        using var channel = new RpcChannel(new RpcChannelOptions { Address = server.Address() });
        await using var call = channel.Open(EchoMethods.Concat, cancellationToken: Cancellation);
        var written = 0;
        var writing = WriteAsync();
        for (var i = 0; i < 200; i++)
            await Assert.ThrowsAsync<RpcException>(async () => await channel.CallAsync(EchoMethods.Echo, [1], cancellationToken: Cancellation));
        Assert.InRange(written, 1, 500);
        mayRead.SetResult();
        await writing;
        Assert.Equal(1000, BitConverter.ToInt32(await call.ResponseAsync()));

        async Task WriteAsync()
        {
            for (; written < 1000; written++) await call.Requests.WriteAsync(new byte[100_000]);
            await call.CompleteAsync();
        }
    }

    [Fact]
    public async Task A_writer_waits_for_a_reader_that_does_not_read()
    {
        var written = 0;
        await using var server = await TestServer.StartAsync(RpcMethod.ServerStreaming(
            "Repeat", BytesMarshaller.Instance, BytesMarshaller.Instance, async (_, responses, _) =>
            {
                for (; written < 1000; written++) await responses.WriteAsync(new byte[100_000]);
            }));
        using var channel = new RpcChannel(new RpcChannelOptions { Address = server.Address() });
        await using var call = channel.Start(EchoMethods.Repeat, [1], cancellationToken: Cancellation);
        Assert.True(await call.Responses.MoveNextAsync());
        // Another stream of the same connection, over and over, gives the writer all the time it could want.
        for (var i = 0; i < 200; i++)
            await Assert.ThrowsAsync<RpcException>(async () => await channel.CallAsync(EchoMethods.Echo, [1], cancellationToken: Cancellation));
        Assert.InRange(written, 1, 500);
        var received = 1;
        while (await call.Responses.MoveNextAsync()) received++;
        Assert.Equal(1000, received);
    }
}
