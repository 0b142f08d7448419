using Runink.Rpc.Http2.Fixtures;

namespace Runink.Rpc.Http2;

/// <summary>Settings that make work for all streams at once.</summary>
[Collection(nameof(FloodTests))]
public sealed class SettingsFloodTests
{
    private const int Calls = 1_000;
    private const int Entries = 2_700;
    private const int Frames = 400;

    [Fact]
    public async Task A_frame_that_changes_the_windows_of_many_streams_many_times_holds_nobody_up()
    {
        await using var server = await RawCalls.StartAsync();
        await using var client = await SilentClient.ConnectAsync(server);
        await using var other = await RawHttp2.ConnectAsync(server);
        await HangAsync(client);
        var entries = Enumerable.Range(1, Entries).Select(at => (RawSetting.InitialWindowSize, at % 2 == 0 ? 65_535L : 1_000L)).ToArray();
        var settings = RawFrame.SettingsBytes(entries);
        var isTaken = true;
        for (var i = 0; i < Frames && isTaken; i++)
        {
            isTaken = await client.TrySendAsync(settings);
            await other.AssertServesAsync();
        }

        await server.AssertServesAsync();
        Assert.True(isTaken, "not all was taken");
        var acknowledged = 0;
        var all = client.UntilAsync(frame => frame is { Type: RawType.Settings, Acknowledges: true } && ++acknowledged == Frames);
        Assert.True(await all.InTimeAsync());
    }

    [Fact]
    public async Task Who_changes_the_windows_of_many_streams_again_and_again_is_cut_off()
    {
        await using var server = await RawCalls.StartAsync();
        await using var client = await SilentClient.ConnectAsync(server);
        await HangAsync(client);
        byte[] twice = [.. RawFrame.SettingsBytes((RawSetting.InitialWindowSize, 65_534)), .. RawFrame.SettingsBytes((RawSetting.InitialWindowSize, 65_535))];
        byte[] many = [.. Enumerable.Repeat(twice, 500).SelectMany(frames => frames)];
        // Ten million windows, where four are let pass between two beats.
        for (var i = 0; i < 10 && await client.TrySendAsync(many); i++) await server.AssertServesAsync();
        Assert.False(await client.UntilAsync(_ => false));
        await server.AssertServesAsync();
    }

    [Fact]
    public async Task Of_the_windows_that_one_frame_names_the_last_one_holds()
    {
        await using var server = await RawCalls.StartAsync();
        await using var client = await RawHttp2.ConnectAsync(server, (RawSetting.InitialWindowSize, 0));
        client.ReturnsWindow = false;
        var stream = await client.CallAsync(RawCalls.Pattern(100));
        await client.PingAsync();
        Assert.Empty(client[stream].Body);
        await client.SettingsAsync((RawSetting.InitialWindowSize, 1 << 20), (RawSetting.InitialWindowSize, 5), (RawSetting.InitialWindowSize, 40));
        await client.SettledAsync();
        await client.UntilAsync(() => client[stream].Body.Count == 40);
        await client.PingAsync();
        Assert.Equal(40, client[stream].Body.Count);
        await client.OpenWindowAsync(stream, 65);
        await client.AssertEchoAsync(stream, RawCalls.Pattern(100));
    }

    [Fact]
    public async Task A_window_out_of_range_is_an_error_even_if_the_same_frame_mends_it()
    {
        await using var server = await RawCalls.StartAsync();
        await using var client = await RawHttp2.ConnectAsync(server);
        await client.SettingsAsync((RawSetting.InitialWindowSize, 0x8000_0000), (RawSetting.InitialWindowSize, 100));
        await client.AssertConnectionErrorAsync(RawError.FlowControl);
        await server.AssertServesAsync();
    }

    /// <summary>Opens many calls that are answered once and then wait.</summary>
    private static async Task HangAsync(RawSocket client)
    {
        var hang = RawHpack.Encode(RawCalls.Fields(RawCalls.Hang));
        var message = RawCalls.Message(1);
        for (var stream = 1; stream < 2 * Calls; stream += 2)
        {
            await client.SendAsync((byte[])
            [
                .. RawFrame.Bytes(RawType.Headers, RawFlags.EndHeaders, stream, hang), .. RawFrame.Bytes(RawType.Data, RawFlags.None, stream, message),
            ]);
        }

        var answered = 0;
        Assert.True(await client.UntilAsync(frame => frame.Type == RawType.Data && ++answered == Calls));
    }
}
