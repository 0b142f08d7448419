using System.Net;
using System.Net.Sockets;
using System.Threading.Channels;
using Runink.Rpc.Fixtures;

namespace Runink.Rpc.Client;

/// <summary>How calls end before they are done.</summary>
public sealed class LifetimeTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_caller_who_cancels_cancels_the_handler()
    {
        var hung = new TaskCompletionSource();
        await using var pair = await EchoPair.StartAsync(hung: hung);
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        await using var call = pair.Channel.Open(EchoMethods.Hang, cancellationToken: cancel.Token);
        await call.Requests.WriteAsync([1]);
        Assert.True(await call.Responses.MoveNextAsync());
        await cancel.CancelAsync();
        foreach (var act in (Func<Task>[])[() => call.Responses.MoveNextAsync().AsTask(), () => call.Requests.WriteAsync([2]).AsTask()])
            Assert.Equal(cancel.Token, (await Assert.ThrowsAnyAsync<OperationCanceledException>(act)).CancellationToken);
        await hung.Task.WaitAsync(Cancellation);
    }

    [Fact]
    public async Task A_caller_who_cancels_one_request_gets_its_own_token_back()
    {
        var reached = new TaskCompletionSource();
        var method = TestServer.Unary("Wait", async (request, call) =>
        {
            reached.SetResult();
            await Task.Delay(Timeout.Infinite, call.CancellationToken);
            return request;
        });
        await using var server = await TestServer.StartAsync(method);
        using var channel = new RpcChannel(new RpcChannelOptions { Address = server.Address() });
        var signature = new RpcSignature<byte[], byte[]>($"/{TestServer.Service}/Wait", BytesMarshaller.Instance, BytesMarshaller.Instance);
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        var calling = channel.CallAsync(signature, [1], cancellationToken: cancel.Token).AsTask();
        await reached.Task.WaitAsync(Cancellation);
        await cancel.CancelAsync();
        var cancelled = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => calling);
        Assert.Equal(cancel.Token, cancelled.CancellationToken);
    }

    [Fact]
    public async Task A_lost_connection_is_unavailable_for_who_reads_and_who_writes()
    {
        await using var pair = await EchoPair.StartAsync(options => options with { DrainTime = TimeSpan.Zero });
        await using var call = pair.Channel.Open(EchoMethods.Mirror, cancellationToken: Cancellation);
        await call.Requests.WriteAsync([1]);
        Assert.True(await call.Responses.MoveNextAsync());
        await pair.Server.Server.StopAsync();
        foreach (var act in (Func<Task>[])[() => call.Responses.MoveNextAsync().AsTask(), () => call.Requests.WriteAsync([2]).AsTask()])
            Assert.Equal(RpcCode.Unavailable, (await Assert.ThrowsAsync<RpcException>(act)).Code);
    }

    [Fact]
    public async Task A_write_to_a_server_that_has_ended_the_call_is_no_failure_of_its_own()
    {
        await using var pair = await EchoPair.StartAsync();
        await using var call = pair.Channel.Open(EchoMethods.Fail, cancellationToken: Cancellation);
        await call.Requests.WriteAsync([(byte)RpcCode.PermissionDenied]);
        await call.CompleteAsync();
        Assert.Equal(RpcCode.PermissionDenied, (await Assert.ThrowsAsync<RpcException>(async () => await call.Responses.MoveNextAsync())).Code);
        var over = await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await call.Requests.WriteAsync([1]));
        Assert.NotEqual(Cancellation, over.CancellationToken);
    }

    [Fact]
    public async Task Clients_that_go_away_while_they_are_written_to_or_read_from_are_cancelled_calls()
    {
        const int Calls = 100;
        var ended = Channel.CreateUnbounded<(RpcCode Code, Exception? Failure)>();
        var method = RpcMethod.Duplex("Flood", BytesMarshaller.Instance, BytesMarshaller.Instance, async (requests, responses, _) =>
        {
            while (await requests.MoveNextAsync())
                do await responses.WriteAsync([1]);
                while (requests.Current[0] == 1);
        });
        await using var server = await TestServer.StartAsync(options => options with
        {
            Services = [new RpcService(TestServer.Service, method)],
            CallEnded = (_, code, failure) => ended.Writer.TryWrite((code, failure)),
        });
        using var channel = new RpcChannel(new RpcChannelOptions { Address = server.Address() });
        var signature = new RpcSignature<byte[], byte[]>($"/{TestServer.Service}/Flood", BytesMarshaller.Instance, BytesMarshaller.Instance);
        for (var i = 0; i < Calls; i++)
        {
            await using var call = channel.Open(signature, cancellationToken: Cancellation);
            var isWrittenTo = i % 2 == 0;
            await call.Requests.WriteAsync([(byte)(isWrittenTo ? 1 : 0)]);
            // A call that is given up before its handler begins has none.
            Assert.True(await call.Responses.MoveNextAsync());
        }

        for (var i = 0; i < Calls; i++)
        {
            var (code, failure) = await ended.Reader.ReadAsync(Cancellation);
            Assert.True(code == RpcCode.Cancelled, $"{code}: {failure}");
        }
    }

    [Fact]
    public async Task A_call_that_is_disposed_of_is_cancelled()
    {
        var hung = new TaskCompletionSource();
        await using var pair = await EchoPair.StartAsync(hung: hung);
        await using (var call = pair.Channel.Open(EchoMethods.Hang, cancellationToken: Cancellation))
        {
            await call.Requests.WriteAsync([1]);
            Assert.True(await call.Responses.MoveNextAsync());
        }

        await hung.Task.WaitAsync(Cancellation);
    }

    [Fact]
    public async Task A_deadline_ends_the_call_on_both_sides()
    {
        var ended = new TaskCompletionSource<RpcCode>();
        var hung = new TaskCompletionSource();
        await using var pair = await EchoPair.StartAsync(options => options with { CallEnded = (_, code, _) => ended.TrySetResult(code) }, hung: hung);
        await using var call =
            pair.Channel.Open(EchoMethods.Hang, new RpcCallOptions { Timeout = TimeSpan.FromSeconds(2) }, Cancellation);
        await call.Requests.WriteAsync([1]);
        Assert.True(await call.Responses.MoveNextAsync());
        var failure = await Assert.ThrowsAsync<RpcException>(async () => await call.Responses.MoveNextAsync());
        Assert.Equal((RpcCode.DeadlineExceeded, "context deadline exceeded"), (failure.Code, failure.Message));
        await hung.Task.WaitAsync(Cancellation);
        Assert.Contains(await ended.Task.WaitAsync(Cancellation), new[] { RpcCode.DeadlineExceeded, RpcCode.Cancelled });
    }

    [Fact]
    public async Task A_deadline_that_has_passed_is_not_even_tried()
    {
        await using var pair = await EchoPair.StartAsync();
        var failure = await Assert.ThrowsAsync<RpcException>(async () =>
            await pair.Channel.CallAsync(EchoMethods.Echo, [1], new RpcCallOptions { Timeout = TimeSpan.Zero }, Cancellation));
        Assert.Equal(RpcCode.DeadlineExceeded, failure.Code);
    }

    [Fact]
    public async Task Nobody_listening_is_unavailable_also_for_who_writes_first()
    {
        using var closed = new Socket(SocketType.Stream, ProtocolType.Tcp);
        closed.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        using var channel = new RpcChannel(new RpcChannelOptions { Address = new Uri($"http://{closed.LocalEndPoint}") });
        var failure = await Assert.ThrowsAsync<RpcException>(async () => await channel.CallAsync(EchoMethods.Echo, [1], cancellationToken: Cancellation));
        Assert.Equal(RpcCode.Unavailable, failure.Code);
        await using var call = channel.Open(EchoMethods.Mirror, cancellationToken: Cancellation);
        failure = await Assert.ThrowsAsync<RpcException>(async () => await call.Requests.WriteAsync([1]));
        Assert.Equal(RpcCode.Unavailable, failure.Code);
        failure = await Assert.ThrowsAsync<RpcException>(async () => await call.Responses.MoveNextAsync());
        Assert.Equal(RpcCode.Unavailable, failure.Code);
    }

    [Fact]
    public async Task A_server_that_stops_lets_calls_finish_and_takes_no_new_ones()
    {
        await using var pair = await EchoPair.StartAsync(options => options with { DrainTime = TimeSpan.FromSeconds(20) });
        await using var call = pair.Channel.Open(EchoMethods.Mirror, cancellationToken: Cancellation);
        await call.Requests.WriteAsync([1]);
        Assert.True(await call.Responses.MoveNextAsync());
        var stopping = pair.Server.Server.StopAsync();
        await call.Requests.WriteAsync([2]);
        Assert.True(await call.Responses.MoveNextAsync());
        Assert.False(stopping.IsCompleted);
        await call.CompleteAsync();
        Assert.False(await call.Responses.MoveNextAsync());
        await stopping;
        var failure = await Assert.ThrowsAsync<RpcException>(async () => await pair.Channel.CallAsync(EchoMethods.Echo, [1], cancellationToken: Cancellation));
        Assert.Equal(RpcCode.Unavailable, failure.Code);
    }

    [Fact]
    public async Task A_server_that_stops_cuts_off_what_does_not_end()
    {
        var hung = new TaskCompletionSource();
        await using var pair =
            await EchoPair.StartAsync(options => options with { DrainTime = TimeSpan.FromMilliseconds(50) }, hung: hung);
        await using var call = pair.Channel.Open(EchoMethods.Hang, cancellationToken: Cancellation);
        await call.Requests.WriteAsync([1]);
        Assert.True(await call.Responses.MoveNextAsync());
        await pair.Server.Server.StopAsync();
        await hung.Task.WaitAsync(Cancellation);
        await Assert.ThrowsAsync<RpcException>(async () => await call.Responses.MoveNextAsync());
    }

    [Fact]
    public async Task A_channel_that_is_disposed_of_lets_calls_finish_and_takes_no_new_ones()
    {
        await using var pair = await EchoPair.StartAsync();
        await using var call = pair.Channel.Open(EchoMethods.Mirror, cancellationToken: Cancellation);
        await call.Requests.WriteAsync([1]);
        Assert.True(await call.Responses.MoveNextAsync());
        pair.Channel.Dispose();
        await call.Requests.WriteAsync([2]);
        Assert.True(await call.Responses.MoveNextAsync());
        await Assert.ThrowsAnyAsync<Exception>(async () => await pair.Channel.CallAsync(EchoMethods.Echo, [1], cancellationToken: Cancellation));
        await call.CompleteAsync();
        Assert.False(await call.Responses.MoveNextAsync());
    }

    [Fact]
    public async Task A_handler_that_fails_while_it_reads_ends_the_call_though_the_client_says_nothing()
    {
        var method = RpcMethod.Duplex("Fails", BytesMarshaller.Instance, BytesMarshaller.Instance, async (requests, _, call) =>
        {
            Assert.True(await requests.MoveNextAsync());
            var reading = requests.MoveNextAsync().AsTask();
            call.StopReading();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => reading);
            throw new RpcException(RpcCode.Internal, "the handler failed");
        });
        await using var server = await TestServer.StartAsync(method);
        using var channel = new RpcChannel(new RpcChannelOptions { Address = server.Address() });
        var signature = new RpcSignature<byte[], byte[]>($"/{TestServer.Service}/Fails", BytesMarshaller.Instance, BytesMarshaller.Instance);
        await using var call = channel.Open(signature, cancellationToken: Cancellation);
        await call.Requests.WriteAsync([1]);
        var failure = await Assert.ThrowsAsync<RpcException>(async () => await call.Responses.MoveNextAsync().AsTask().WaitAsync(Cancellation));
        Assert.Equal((RpcCode.Internal, "the handler failed"), (failure.Code, failure.Message));
    }
}
