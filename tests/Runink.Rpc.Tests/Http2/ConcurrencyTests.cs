using Runink.Rpc.Fixtures;
using Runink.Rpc.Http2.Fixtures;

namespace Runink.Rpc.Http2;

/// <summary>How many streams may be open, and what ends them early.</summary>
public sealed class ConcurrencyTests
{
    [Fact]
    public async Task The_number_of_streams_is_announced_and_one_more_is_refused_while_the_others_go_on()
    {
        var gate = new Gate();
        await using var server = await gate.StartAsync(options => options with { MaxConcurrentStreams = 4 });
        await using var client = await RawHttp2.ConnectAsync(server);
        Assert.Equal(4, client.ServerSettings[RawSetting.MaxConcurrentStreams]);
        var streams = new List<int>();
        for (var i = 0; i < 4; i++) streams.Add(await client.BeginAsync(Gate.Path, ends: true));
        await gate.EnteredAsync(4);
        for (var i = 0; i < 10; i++)
        {
            var refused = await client.CallAsync(1);
            await client.UntilAsync(() => client[refused].IsOver);
            Assert.Equal(RawError.Refused, client[refused].Reset);
        }

        gate.Open();
        foreach (var stream in streams) await client.AssertEchoAsync(stream, 4, 2);
        await ServesAgainAsync(client);
    }

    [Fact]
    public async Task A_stream_that_is_cancelled_makes_room_for_another()
    {
        var gate = new Gate();
        await using var server = await gate.StartAsync(options => options with { MaxConcurrentStreams = 2 });
        await using var client = await RawHttp2.ConnectAsync(server);
        var kept = await client.BeginAsync(Gate.Path, ends: true);
        await gate.EnteredAsync(1);
        for (var i = 0; i < 10; i++)
        {
            var stream = await client.BeginAsync(Gate.Path);
            await client.PingAsync();
            // When the stream before counts as over is the server's to say.
            if (client[stream].Reset == RawError.Refused) continue;
            await gate.EnteredAsync(1);
            await CancelAsync(client, stream);
            await gate.CancelledAsync(1);
            await ServesAgainAsync(client);
        }

        gate.Open();
        await client.AssertEchoAsync(kept, 4, 2);
    }

    [Theory]
    [InlineData(RawType.ResetStream, 8)]
    [InlineData(RawType.WindowUpdate, 0)]
    internal async Task Handlers_that_do_not_heed_a_reset_are_no_more_than_a_few_times_the_streams(RawType type, byte number)
    {
        var opened = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var running = 0;
        await using var server = await TestServer.StartAsync(options => options with
        {
            MaxConcurrentStreams = 10,
            Services = [new RpcService(TestServer.Service, TestServer.Unary("Echo", (request, _) => new(request)), TestServer.Unary("Wait", async (_, _) =>
            {
                Interlocked.Increment(ref running);
                await opened.Task;
                return [];
            }))],
        });
        await using var client = await RawHttp2.ConnectAsync(server);
        byte[] headers = RawHpack.Encode(RawCalls.Fields(Gate.Path));
        for (var stream = 1; stream < 2_000; stream += 2)
        {
            // The request is whole, so the handler begins; then the client ends the stream, or makes the server do so.
            byte[] call =
            [
                .. RawFrame.Bytes(RawType.Headers, RawFlags.EndHeaders, stream, headers),
                .. RawFrame.Bytes(RawType.Data, RawFlags.EndStream, stream, RawCalls.Message(1)),
                .. RawFrame.Bytes(type, RawFlags.None, stream, 0, 0, 0, number),
            ];
            if (!await client.TrySendAsync(call)) break;
        }

        for (var i = 0; i < 20; i++) await server.AssertServesAsync();
        Assert.InRange(Volatile.Read(ref running), 0, 200);
        opened.SetResult();
        await server.AssertServesAsync();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_call_that_the_client_cancels_is_cancelled_in_its_handler(bool isEnded)
    {
        var gate = new Gate();
        await using var server = await gate.StartAsync();
        await using var client = await RawHttp2.ConnectAsync(server);
        var kept = await client.BeginAsync(Gate.Path, ends: true);
        var stream = await client.BeginAsync(Gate.Path, isEnded);
        await gate.EnteredAsync(2);
        await CancelAsync(client, stream);
        await gate.CancelledAsync(1);
        await client.AssertServesAsync();
        gate.Open();
        await client.AssertEchoAsync(kept, 4, 2);
        Assert.Empty(client[stream].Blocks);
    }

    [Fact]
    public async Task All_calls_of_a_connection_that_is_closed_are_cancelled_and_no_others()
    {
        var gate = new Gate();
        await using var server = await gate.StartAsync();
        await using var other = await RawHttp2.ConnectAsync(server);
        var kept = await other.BeginAsync(Gate.Path, ends: true);
        await using (var client = await RawHttp2.ConnectAsync(server))
        {
            for (var i = 0; i < 10; i++) await client.BeginAsync(Gate.Path, ends: i % 2 == 0);
            await gate.EnteredAsync(11);
        }

        await gate.CancelledAsync(10);
        gate.Open();
        await other.AssertEchoAsync(kept, 4, 2);
    }

    [Fact]
    public async Task All_calls_of_a_connection_that_failed_are_cancelled()
    {
        var gate = new Gate();
        await using var server = await gate.StartAsync();
        await using var client = await RawHttp2.ConnectAsync(server);
        for (var i = 0; i < 5; i++) await client.BeginAsync(Gate.Path);
        await gate.EnteredAsync(5);
        await client.SendAsync(RawType.Ping, RawFlags.None, 1, new byte[8]);
        await client.AssertConnectionErrorAsync(RawError.Protocol);
        Assert.Equal(9, client.GoAway!.Number);
        await gate.CancelledAsync(5);
        await server.AssertServesAsync();
    }

    [Fact]
    public async Task After_the_farewell_of_the_client_its_calls_are_finished()
    {
        var gate = new Gate();
        await using var server = await gate.StartAsync();
        await using var client = await RawHttp2.ConnectAsync(server);
        var stream = await client.BeginAsync(Gate.Path, ends: true);
        await gate.EnteredAsync(1);
        await client.SendAsync(RawType.GoAway, RawFlags.None, 0, new byte[8]);
        await client.PingAsync();
        gate.Open();
        await client.AssertEchoAsync(stream, 4, 2);
    }

    [Fact]
    public async Task A_client_that_closes_its_side_leaves_no_call_behind()
    {
        var gate = new Gate();
        await using var server = await gate.StartAsync();
        await using (var client = await RawHttp2.ConnectAsync(server))
        {
            // Half a frame is the last that comes.
            await client.BeginAsync(Gate.Path);
            await gate.EnteredAsync(1);
            await client.SendAsync(RawFrame.Bytes(RawType.Data, RawFlags.None, 1, new byte[100]).AsMemory(0, 50));
        }

        await gate.CancelledAsync(1);
        await server.AssertServesAsync();
    }

    private static Task CancelAsync(RawHttp2 client, int stream) =>
        client.SendAsync(RawType.ResetStream, RawFlags.None, stream, RawFrame.Number32((long)RawError.Cancel));

    /// <summary>A call is served, if perhaps not the first: when a stream counts as over is the server's to say.</summary>
    private static async Task ServesAgainAsync(RawHttp2 client)
    {
        while (true)
        {
            var stream = await client.CallAsync(1);
            if ((await client.AnswerAsync(stream)).Reset == RawError.Refused) continue;
            await client.AssertEchoAsync(stream, 1);
            return;
        }
    }
}
