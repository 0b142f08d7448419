using Runink.Rpc.Http2.Fixtures;

namespace Runink.Rpc.Http2;

/// <summary>Handlers that write on when nobody takes it any more. Nothing else runs at the same time, as memory is that of the process.</summary>
[Collection(nameof(FloodTests))]
public sealed class LateWriterTests
{
    private const int Writes = 20_000;

    [Fact]
    public async Task A_handler_that_writes_on_after_its_client_has_gone_does_not_fill_memory()
    {
        var goesOn = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var ended = new TaskCompletionSource<(int Writes, long Grown)>(TaskCreationOptions.RunContinuationsAsynchronously);
        HeldMemory? held = null;
        await using var server = await RawWeb.StartAsync(async context =>
        {
            var bytes = new byte[64 << 10];
            await context.Response.Body.WriteAsync(bytes, CancellationToken.None);
            await goesOn.Task;
            var (writes, grown) = (0, 0L);
            while (writes < Writes && grown < HeldMemory.Most)
            {
                await context.Response.Body.WriteAsync(bytes, CancellationToken.None);
                if (++writes % 500 == 0) grown = held!.Grown;
            }

            ended.SetResult((writes, grown));
        });
        await using var client = await RawHttp2.ConnectAsync(server);
        client.ReturnsWindow = false;
        await using var measured = held = await HeldMemory.MeasureAsync(server);
        var stream = await client.RequestAsync("/");
        await client.UntilAsync(() => client[stream].Body.Count == RawHttp2.DefaultWindow);
        await client.SendAsync(SilentClient.Cancel(stream));
        await client.PingAsync();
        goesOn.SetResult();
        var (made, more) = await ended.Task.InTimeAsync();
        Assert.True(more < HeldMemory.Most, $"{more} bytes more are held after {made} writes");
        await measured.AssertAsync();
    }
}
