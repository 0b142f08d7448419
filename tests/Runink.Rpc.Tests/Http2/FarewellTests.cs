using Runink.Rpc.Http2.Fixtures;

namespace Runink.Rpc.Http2;

/// <summary>What one GOAWAY has said, the next may only take back (RFC 9113, section 6.8).</summary>
public sealed class FarewellTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    public async Task The_last_stream_that_a_farewell_names_never_grows(int opened)
    {
        var gate = new Gate();
        await using var server = await gate.StartAsync(options => options with { DrainTime = TimeSpan.FromSeconds(30) });
        await using var client = await RawHttp2.ConnectAsync(server);
        var stream = await client.BeginAsync(Gate.Path, ends: true);
        await gate.EnteredAsync(1);
        var stopped = server.Server.StopAsync();
        await client.FrameAsync(frame => frame.Type == RawType.GoAway);
        await client.PingAsync();
        var named = new List<int> { client.GoAway!.Number };
        for (var i = 0; i < opened; i++) await client.CallAsync(1);
        await client.SendAsync(RawType.Ping, RawFlags.None, 1, new byte[8]);
        while (await client.ReadAsync() is { } frame)
            if (frame.Type == RawType.GoAway) named.Add(frame.Number);
        Assert.Equal(RawError.Protocol, client.GoAway.Error);
        Assert.Equal(named.OrderDescending(), named);
        Assert.True(named[^1] >= stream, "a call that was served is not named");
        await gate.CancelledAsync(1);
        await stopped;
    }
}
