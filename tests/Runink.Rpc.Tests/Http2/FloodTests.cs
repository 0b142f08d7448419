using Runink.Rpc.Fixtures;
using Runink.Rpc.Http2.Fixtures;

namespace Runink.Rpc.Http2;

/// <summary>
/// What attackers send by the thousand. The server may close the connection, and may stop reading from it; others are served all
/// the while, and its memory does not grow with what was sent. Nothing else runs at the same time, as memory is that of the process.
/// </summary>
[Collection(nameof(FloodTests))]
[CollectionDefinition(nameof(FloodTests), DisableParallelization = true)]
public sealed class FloodTests
{
    private const int Frames = 100_000;
    private const int Block = 1_000;

    private static readonly byte[] Echo = RawHpack.Encode(RawCalls.Fields());
    private static readonly byte[] Cancelled = RawFrame.Number32((long)RawError.Cancel);

    public static TheoryData<string, int> Floods => new()
    {
        { "pings", Frames * 30 },
        { "settings", Frames * 50 },
        { "settings that change the window", Frames * 40 },
        { "unknown frames", Frames * 10 },
        { "priorities", Frames * 5 },
        { "windows", Frames * 5 },
        { "empty data", Frames * 10 },
        { "acknowledgements of pings", Frames * 10 },
    };

    [Theory]
    [MemberData(nameof(Floods))]
    public async Task A_flood_of_frames_that_cost_nothing_to_send_harms_no_other_connection(string what, int frames)
    {
        await using var server = await RawCalls.StartAsync();
        await using var client = await RawHttp2.ConnectAsync(server);
        await client.SendAsync(RawFrame.Bytes(RawType.Headers, RawFlags.EndHeaders, 1, RawHpack.Encode(RawCalls.Fields(RawCalls.Mirror))));
        var one = what switch
        {
            "pings" => RawFrame.Bytes(RawType.Ping, RawFlags.None, 0, new byte[8]),
            "settings" => RawFrame.SettingsBytes(),
            "settings that change the window" => RawFrame.SettingsBytes((RawSetting.InitialWindowSize, 0), (RawSetting.InitialWindowSize, 65_535)),
            "unknown frames" => RawFrame.Bytes((RawType)0x42, RawFlags.None, 0, 1),
            "priorities" => RawFrame.Bytes(RawType.Priority, RawFlags.None, 99, new byte[5]),
            "windows" => RawFrame.Bytes(RawType.WindowUpdate, RawFlags.None, 1, RawFrame.Number32(1)),
            "empty data" => RawFrame.Bytes(RawType.Data, RawFlags.None, 1),
            _ => RawFrame.Bytes(RawType.Ping, RawFlags.Acknowledge, 0, new byte[8]),
        };
        byte[] many = [.. Enumerable.Repeat(one, Block).SelectMany(bytes => bytes)];
        await FloodAsync(server, client, Enumerable.Repeat(many, frames / Block));
    }

    [Fact]
    public async Task Calls_that_are_reset_as_soon_as_they_begin_harm_no_other_connection()
    {
        await using var server = await RawCalls.StartAsync();
        await using var client = await RawHttp2.ConnectAsync(server);
        await FloodAsync(server, client, Blocks(Frames, stream => [.. Headers(stream, Echo), .. RawFrame.Bytes(RawType.ResetStream, 0, stream, Cancelled)]));
    }

    [Fact]
    public async Task Calls_that_are_reset_with_their_handlers_at_work_harm_no_other_connection()
    {
        await using var server = await RawCalls.StartAsync(options => options with { MaxConcurrentStreams = 100 });
        await using var client = await RawHttp2.ConnectAsync(server);
        var call = RawHpack.Encode(RawCalls.Fields(RawCalls.Hang));
        var body = RawCalls.Message(1);
        await FloodAsync(server, client, Blocks(20_000, stream =>
        [
            .. Headers(stream, call), .. RawFrame.Bytes(RawType.Data, 0, stream, body), .. RawFrame.Bytes(RawType.ResetStream, 0, stream, Cancelled),
        ]));
    }

    [Fact]
    public async Task Calls_that_make_the_server_reset_them_harm_no_other_connection()
    {
        await using var server = await RawCalls.StartAsync(options => options with { MaxConcurrentStreams = 100 });
        await using var client = await RawHttp2.ConnectAsync(server);
        await FloodAsync(server, client, Blocks(20_000, stream => [.. Headers(stream, Echo), .. RawFrame.Bytes(RawType.WindowUpdate, 0, stream, new byte[4])]));
    }

    [Fact]
    public async Task Calls_above_the_number_that_is_served_harm_no_other_connection()
    {
        await using var server = await RawCalls.StartAsync(options => options with { MaxConcurrentStreams = 10 });
        await using var client = await RawHttp2.ConnectAsync(server);
        await FloodAsync(server, client, Blocks(Frames, stream => Headers(stream, Echo)));
    }

    [Fact]
    public async Task Answers_that_a_client_gives_no_window_are_held_by_the_number_of_its_streams()
    {
        await using var server = await RawCalls.StartAsync(options => options with { MaxConcurrentStreams = 100 });
        await using var client = await RawHttp2.ConnectAsync(server, (RawSetting.InitialWindowSize, 0));
        var body = RawCalls.Message(RawCalls.Pattern(10_000));
        await FloodAsync(server, client, Blocks(10_000, stream => [.. Headers(stream, Echo), .. RawFrame.Bytes(RawType.Data, RawFlags.EndStream, stream, body)]));
    }

    [Fact]
    public async Task Calls_whose_answers_nobody_reads_harm_no_other_connection()
    {
        await using var server = await RawCalls.StartAsync(options => options with { MaxConcurrentStreams = 100 });
        await using var client = await RawHttp2.ConnectAsync(server, (RawSetting.InitialWindowSize, int.MaxValue));
        await client.OpenWindowAsync(0, int.MaxValue - RawHttp2.DefaultWindow);
        var body = RawCalls.Message(RawCalls.Pattern(10_000));
        await FloodAsync(server, client, Blocks(10_000, stream => [.. Headers(stream, Echo), .. RawFrame.Bytes(RawType.Data, RawFlags.EndStream, stream, body)]));
    }

    [Theory]
    [InlineData(0, Frames, false)]
    [InlineData(20, Frames, false)]
    [InlineData(16_384, 2_000, false)]
    [InlineData(1, Frames, true)]
    [InlineData(16_384, 2_000, true)]
    public async Task Headers_that_never_end_are_ended_by_the_server(int length, int frames, bool isOneField)
    {
        await using var server = await RawCalls.StartAsync();
        await using var client = await RawHttp2.ConnectAsync(server);
        // One field whose value is as long as all of this, or many of the length of a frame.
        byte[] endless = isOneField ? [0, .. RawHpack.Text("x"), .. RawHpack.Number(0, 7, int.MaxValue >> 4)] : [];
        await client.SendAsync(RawType.Headers, RawFlags.EndStream, client.NewStream(), [.. Echo, .. endless]);
        byte[] field = isOneField || length == 0 ? new byte[length] : RawHpack.Encode(("x", new string('a', length - 6)));
        var one = RawFrame.Bytes(RawType.Continuation, RawFlags.None, 1, field);
        byte[] many = [.. Enumerable.Repeat(one, 50).SelectMany(bytes => bytes)];
        var isTaken = await FloodAsync(server, client, Enumerable.Repeat(many, frames / 50));
        Assert.False(isTaken, "all of it was taken");
        Assert.Empty(client[1].Blocks);
    }

    /// <summary>Sends all of it while others are served, and measures what of it the server keeps.</summary>
    /// <returns>Whether all was taken, and the connection is still open.</returns>
    private static async Task<bool> FloodAsync(TestServer server, RawHttp2 client, IEnumerable<byte[]> blocks)
    {
        await using var held = await HeldMemory.MeasureAsync(server);
        var isTaken = true;
        foreach (var block in blocks)
        {
            isTaken = await client.TrySendAsync(block);
            await held.OthersAreServedAsync();
            if (!isTaken) break;
        }

        await held.AssertAsync();
        return isTaken;
    }

    private static IEnumerable<byte[]> Blocks(int streams, Func<int, byte[]> frames)
    {
        for (var at = 0; at < streams; at += 100)
            yield return [.. Enumerable.Range(at, 100).SelectMany(index => frames((2 * index) + 1))];
    }

    private static byte[] Headers(int stream, byte[] block) => RawFrame.Bytes(RawType.Headers, RawFlags.EndHeaders, stream, block);
}
