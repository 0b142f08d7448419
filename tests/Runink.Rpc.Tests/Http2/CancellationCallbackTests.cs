using Runink.Rpc.Fixtures;
using Runink.Rpc.Http2.Fixtures;

namespace Runink.Rpc.Http2;

/// <summary>Who waits for the end of a call is code of others: it may fail, and take its time.</summary>
public sealed class CancellationCallbackTests
{
    private const string Web = "/web";

    [Theory]
    [InlineData(Gate.Path, true)]
    [InlineData(Gate.Path, false)]
    [InlineData(Web, true)]
    [InlineData(Web, false)]
    public async Task A_callback_that_fails_when_its_call_is_cancelled_harms_nothing(string path, bool isReset)
    {
        var (entered, told) = (NewSignal(), NewSignal());
        await using var server = await StartAsync(token =>
        {
            // The last that came is the first that is called.
            token.Register(() => told.TrySetResult(true));
            token.Register(() => throw new InvalidOperationException("on purpose"));
            entered.TrySetResult(true);
        });
        await using (var client = await RawHttp2.ConnectAsync(server))
        {
            var stream = await BeginAsync(client, path);
            await entered.Task.InTimeAsync();
            if (isReset)
            {
                await client.SendAsync(SilentClient.Cancel(stream));
                await told.Task.InTimeAsync();
                for (var i = 0; i < 3; i++) await client.AssertServesAsync();
            }
        }

        await told.Task.InTimeAsync();
        for (var i = 0; i < 3; i++) await server.AssertServesAsync();
    }

    [Theory]
    [InlineData(Gate.Path)]
    [InlineData(Web)]
    public async Task A_callback_may_wait_for_another_call_on_the_same_connection(string path)
    {
        using var served = new ManualResetEventSlim();
        var (entered, waits, ended) = (NewSignal(), NewSignal(), NewSignal());
        await using var server = await StartAsync(token =>
        {
            token.Register(() =>
            {
                waits.TrySetResult(true);
                ended.TrySetResult(served.Wait(TimeSpan.FromSeconds(60)));
            });
            entered.TrySetResult(true);
        });
        await using var client = await RawHttp2.ConnectAsync(server);
        var stream = await BeginAsync(client, path);
        await entered.Task.InTimeAsync();
        await client.SendAsync(SilentClient.Cancel(stream));
        await waits.Task.InTimeAsync();
        try
        {
            await client.AssertServesAsync();
        }
        finally
        {
            served.Set();
        }

        Assert.True(await ended.Task.InTimeAsync());
    }

    /// <summary>A server whose calls and requests hand out their token and wait for it.</summary>
    private static Task<TestServer> StartAsync(Action<CancellationToken> enter) => TestServer.StartAsync(options => options with
    {
        Services = [new RpcService(
            TestServer.Service,
            TestServer.Unary("Echo", (request, _) => new ValueTask<byte[]>(request)),
            TestServer.Unary("Wait", async (request, call) =>
            {
                enter(call.CancellationToken);
                await Task.Delay(Timeout.Infinite, call.CancellationToken);
                return request;
            }))],
        Fallback = context =>
        {
            enter(context.RequestAborted);
            return Task.Delay(Timeout.Infinite, context.RequestAborted);
        },
    });

    private static async Task<int> BeginAsync(RawHttp2 client, string path)
    {
        if (path == Web) return await client.RequestAsync(path);
        var stream = await client.BeginAsync(path);
        await client.DataAsync(stream, RawCalls.Message(1));
        return stream;
    }

    private static TaskCompletionSource<bool> NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
