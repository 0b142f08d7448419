using Runink.Rpc.Http2.Fixtures;

namespace Runink.Rpc.Http2;

public sealed class GracefulStopTests
{
    [Fact]
    public async Task A_stop_bids_farewell_finishes_the_calls_under_way_and_closes()
    {
        var gate = new Gate();
        await using var server = await gate.StartAsync(options => options with { DrainTime = TimeSpan.FromSeconds(30) });
        await using var client = await RawHttp2.ConnectAsync(server);
        var stream = await client.BeginAsync(Gate.Path, ends: true);
        await gate.EnteredAsync(1);
        var stopped = server.Server.StopAsync();
        await client.FrameAsync(frame => frame.Type == RawType.GoAway);
        Assert.Equal(RawError.None, client.GoAway!.Error);
        Assert.True(client.GoAway.Number >= stream);
        Assert.False(stopped.IsCompleted);
        gate.Open();
        await client.AssertEchoAsync(stream, 4, 2);
        await client.EndAsync();
        Assert.Equal(RawError.None, client.GoAway.Error);
        Assert.True(client.GoAway.Number >= stream);
        await stopped;
    }

    [Fact]
    public async Task A_stop_closes_connections_without_calls_at_once()
    {
        await using var server = await RawCalls.StartAsync(options => options with { DrainTime = TimeSpan.FromSeconds(30) });
        await using var client = await RawHttp2.ConnectAsync(server);
        await using var fresh = await RawHttp2.ConnectAsync(server);
        await client.AssertServesAsync();
        var stopped = server.Server.StopAsync();
        await client.AssertConnectionErrorAsync(RawError.None);
        await fresh.AssertConnectionErrorAsync(RawError.None);
        await stopped;
    }

    [Fact]
    public async Task A_call_that_begins_after_the_last_farewell_is_not_served()
    {
        var gate = new Gate();
        await using var server = await gate.StartAsync(options => options with { DrainTime = TimeSpan.FromSeconds(30) });
        await using var client = await RawHttp2.ConnectAsync(server);
        var stream = await client.BeginAsync(Gate.Path, ends: true);
        await gate.EnteredAsync(1);
        var stopped = server.Server.StopAsync();
        await client.FrameAsync(frame => frame.Type == RawType.GoAway);
        await client.PingAsync();
        var late = await client.CallAsync(1);
        await client.PingAsync();
        // A first farewell may still let in what was under way to the server.
        if (client.GoAway!.Number < late) Assert.Empty(client[late].Blocks);
        gate.Open();
        await client.AssertEchoAsync(stream, 4, 2);
        await client.EndAsync();
        Assert.Equal(RawError.None, client.GoAway.Error);
        // What was answered was within what the last farewell names.
        if (client[late].Blocks.Count > 0) Assert.True(client.GoAway.Number >= late);
        await stopped;
    }

    [Fact]
    public async Task A_call_under_way_may_go_on_to_send_while_the_server_stops()
    {
        await using var server = await RawCalls.StartAsync(options => options with { DrainTime = TimeSpan.FromSeconds(30) });
        await using var client = await RawHttp2.ConnectAsync(server);
        var stream = await client.BeginAsync(RawCalls.Mirror);
        await client.DataAsync(stream, RawCalls.Message(1), ends: false);
        await client.UntilAsync(() => client[stream].Body.Count == 6);
        var stopped = server.Server.StopAsync();
        await client.FrameAsync(frame => frame.Type == RawType.GoAway);
        for (var i = 2; i <= 20; i++)
        {
            await client.DataAsync(stream, RawCalls.Message(1), ends: false);
            var due = 6 * i;
            await client.UntilAsync(() => client[stream].Body.Count == due);
        }

        await client.DataAsync(stream, []);
        Assert.Equal("0", (await client.AnswerAsync(stream)).Status);
        await client.EndAsync();
        await stopped;
    }

    [Fact]
    public async Task A_call_that_takes_longer_than_the_time_to_drain_is_cut_off()
    {
        var gate = new Gate();
        await using var server = await gate.StartAsync(options => options with { DrainTime = TimeSpan.FromMilliseconds(200) });
        await using var client = await RawHttp2.ConnectAsync(server);
        await client.BeginAsync(Gate.Path);
        await gate.EnteredAsync(1);
        await server.Server.StopAsync();
        await client.EndAsync();
        await gate.CancelledAsync(1);
    }

    [Fact]
    public async Task A_client_that_does_not_read_cannot_hold_the_stop_up()
    {
        await using var server = await RawCalls.StartAsync(options => options with { DrainTime = TimeSpan.FromMilliseconds(200) });
        await using var client = await RawHttp2.ConnectAsync(server, (RawSetting.InitialWindowSize, 0));
        for (var i = 0; i < 10; i++) await client.CallAsync(1);
        await client.PingAsync();
        await server.Server.StopAsync();
        await client.EndAsync();
    }

    [Fact]
    public async Task A_silent_connection_is_closed_when_it_was_idle_for_long_and_not_before()
    {
        var gate = new Gate();
        await using var patient = await RawCalls.StartAsync();
        await using var server = await gate.StartAsync(options => options with { IdleTimeout = TimeSpan.FromSeconds(1) });
        await using var silent = await RawHttp2.ConnectAsync(patient);
        await using var busy = await RawHttp2.ConnectAsync(server);
        var stream = await busy.BeginAsync(Gate.Path);
        await gate.EnteredAsync(1);
        await using var idle = await RawHttp2.ConnectAsync(server);
        await idle.AssertClosedAsync(RawError.None);
        await silent.AssertServesAsync();
        gate.Open();
        await busy.AssertEchoAsync(stream, 4, 2);
    }
}
