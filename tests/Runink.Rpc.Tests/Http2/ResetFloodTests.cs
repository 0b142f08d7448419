using Runink.Rpc.Fixtures;
using Runink.Rpc.Http2.Fixtures;

namespace Runink.Rpc.Http2;

/// <summary>
/// Answers that cannot go, of calls that are given up: what was made for nobody is not kept. The server may close the connection. Nothing
/// else runs at the same time, as memory is that of the process.
/// </summary>
[Collection(nameof(FloodTests))]
public sealed class ResetFloodTests
{
    private const string Large = "/test.Echo/Large";
    private const int Calls = 20_000;
    private const int Block = 100;

    private static readonly byte[] Answer = RawCalls.Pattern(10_000);
    private static readonly byte[] LargeCall = RawHpack.Encode(RawCalls.Fields(Large));
    private static readonly byte[] EchoCall = RawHpack.Encode(RawCalls.Fields());

    [Fact]
    public async Task Answers_for_which_the_connection_has_no_window_are_not_kept_when_their_calls_are_reset()
    {
        await using var server = await StartAsync();
        await using var client = await WithoutWindowAsync(server);
        await using var held = await HeldMemory.MeasureAsync(server);
        var one = RawCalls.Message(1);
        for (var i = 1; i <= Calls; i++)
        {
            var stream = (2 * i) + 1;
            if (!await client.TrySendAsync(SilentClient.Call(stream, LargeCall, one))) break;
            if (!await client.UntilAsync(frame => frame.Type == RawType.Headers && frame.Stream == stream)) break;
            if (!await client.TrySendAsync(SilentClient.Cancel(stream))) break;
            if (i % 1_000 == 0) await held.OthersAreServedAsync();
        }

        await held.AssertAsync();
    }

    [Fact]
    public async Task Answers_for_which_the_connection_has_no_window_are_not_kept_when_nobody_looks_at_them_either()
    {
        await using var server = await StartAsync();
        await using var client = await WithoutWindowAsync(server);
        await using var held = await HeldMemory.MeasureAsync(server);
        await FloodAsync(client, held);
        await held.AssertAsync();
    }

    [Fact]
    public async Task Answers_to_a_client_that_reads_nothing_are_not_kept_when_their_calls_are_reset()
    {
        await using var server = await StartAsync();
        await using var client = await SilentClient.ConnectAsync(server, (RawSetting.InitialWindowSize, int.MaxValue));
        await client.SendAsync(SilentClient.Window(0, int.MaxValue - RawHttp2.DefaultWindow));
        await using var held = await HeldMemory.MeasureAsync(server);
        await FloodAsync(client, held);
        await held.AssertAsync();
    }

    [Fact]
    public async Task A_stream_that_waits_for_the_window_of_the_connection_waits_once_however_often_its_own_is_widened()
    {
        await using var server = await StartAsync();
        await using var client = await WithoutWindowAsync(server);
        await using var held = await HeldMemory.MeasureAsync(server);
        var one = SilentClient.Window(1, 1);
        byte[] many = [.. Enumerable.Repeat(one, 1_000).SelectMany(bytes => bytes)];
        for (var i = 0; i < 200; i++)
        {
            if (!await client.TrySendAsync(many)) break;
            await held.OthersAreServedAsync();
        }

        await held.AssertAsync();
        await client.SendAsync(SilentClient.Window(0, 1 << 20));
        Assert.True(await client.UntilAsync(frame => frame is { Stream: 1, EndsStream: true }), "the answer does not go on");
    }

    /// <summary>Calls, of which each block is given up when the next one has been sent: by then many are answered.</summary>
    private static async Task FloodAsync(RawSocket client, HeldMemory held)
    {
        var one = RawCalls.Message(1);
        for (var at = 1; at <= Calls; at += Block)
        {
            byte[] frames =
            [
                .. Enumerable.Range(at, Block).SelectMany(call => SilentClient.Call((2 * call) + 1, LargeCall, one)),
                .. Enumerable.Range(Math.Max(1, at - Block), at == 1 ? 0 : Block).SelectMany(call => SilentClient.Cancel((2 * call) + 1)),
            ];
            var isTaken = await client.TrySendAsync(frames);
            await held.OthersAreServedAsync();
            if (!isTaken) return;
        }

        await client.TrySendAsync((byte[])[.. Enumerable.Range(Calls - Block + 1, Block).SelectMany(call => SilentClient.Cancel((2 * call) + 1))]);
    }

    /// <summary>A client whose window of the connection the answer on its stream 1 has used up.</summary>
    private static async Task<RawSocket> WithoutWindowAsync(TestServer server)
    {
        var client = await SilentClient.ConnectAsync(server, (RawSetting.InitialWindowSize, 1 << 20));
        await client.SendAsync(RawFrame.Bytes(RawType.Headers, RawFlags.EndHeaders, 1, EchoCall));
        var pieces = RawCalls.Message(RawCalls.Pattern(100_000)).Chunk(RawHttp2.DefaultFrameSize).ToArray();
        foreach (var piece in pieces)
            await client.SendAsync(RawFrame.Bytes(RawType.Data, piece == pieces[^1] ? RawFlags.EndStream : RawFlags.None, 1, piece));
        var came = 0;
        Assert.True(await client.UntilAsync(frame => frame.Type == RawType.Data && (came += frame.Payload.Length) == RawHttp2.DefaultWindow));
        return client;
    }

    private static Task<TestServer> StartAsync() => TestServer.StartAsync(
        TestServer.Unary("Echo", (request, _) => new ValueTask<byte[]>(request)),
        TestServer.Unary("Large", (_, _) => new ValueTask<byte[]>(Answer)));
}
