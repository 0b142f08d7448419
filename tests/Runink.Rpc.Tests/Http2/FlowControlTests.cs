using Runink.Rpc.Fixtures;
using Runink.Rpc.Http2.Fixtures;

namespace Runink.Rpc.Http2;

/// <summary>
/// What the server sends keeps to the windows that the client gives. That no DATA exceeds them the client itself looks after; here it
/// is that what fits in comes.
/// </summary>
public sealed class FlowControlTests
{
    private const int Largest = int.MaxValue;

    [Fact]
    public async Task Without_a_window_no_data_comes_and_then_no_more_than_it_allows()
    {
        await using var server = await RawCalls.StartAsync();
        await using var client = await ConnectAsync(server, 0);
        var message = RawCalls.Pattern(100);
        var stream = await client.CallAsync(message);
        await client.PingAsync();
        Assert.Empty(client[stream].Body);
        foreach (var bytes in new[] { 1, 3, 1, 50 })
        {
            var due = client[stream].Body.Count + bytes;
            await client.OpenWindowAsync(stream, bytes);
            await client.UntilAsync(() => client[stream].Body.Count == due);
            await client.PingAsync();
            Assert.False(client[stream].IsEnded);
        }

        await client.OpenWindowAsync(stream, 1_000);
        await client.AssertEchoAsync(stream, message);
    }

    [Fact]
    public async Task A_window_of_the_exact_length_lets_an_answer_end()
    {
        await using var server = await RawCalls.StartAsync();
        await using var client = await ConnectAsync(server, 105);
        await client.AssertEchoAsync(await client.CallAsync(RawCalls.Pattern(100)), RawCalls.Pattern(100));
    }

    [Fact]
    public async Task An_answer_without_data_needs_no_window()
    {
        await using var server = await RawCalls.StartAsync();
        await using var client = await ConnectAsync(server, 0);
        Assert.Equal("12", (await client.AnswerAsync(await client.BeginAsync("/test.Echo/Nix", ends: true))).Status);
    }

    [Fact]
    public async Task The_window_of_the_connection_holds_a_large_answer_back()
    {
        await using var server = await RawCalls.StartAsync();
        await using var client = await ConnectAsync(server, 1 << 20);
        var message = RawCalls.Pattern(100_000);
        var stream = client.NewStream();
        await client.HeadersAsync(stream, ends: false, RawCalls.Fields());
        await client.DataWithinWindowsAsync(stream, RawCalls.Message(message));
        await client.UntilAsync(() => client[stream].Body.Count == RawHttp2.DefaultWindow);
        await client.PingAsync();
        foreach (var bytes in new[] { 1, 10_000, 16_385 })
        {
            var due = client[stream].Body.Count + bytes;
            await client.OpenWindowAsync(0, bytes);
            await client.UntilAsync(() => client[stream].Body.Count == due);
        }

        await client.PingAsync();
        await client.OpenWindowAsync(0, 1 << 20);
        await client.AssertEchoAsync(stream, message);
    }

    [Fact]
    public async Task Settings_open_the_windows_of_answers_that_wait()
    {
        await using var server = await RawCalls.StartAsync();
        await using var client = await ConnectAsync(server, 0);
        var streams = new List<int>();
        for (var i = 0; i < 10; i++) streams.Add(await client.CallAsync(RawCalls.Pattern(100)));
        await client.PingAsync();
        foreach (var window in new[] { 1, 10, 90 })
        {
            await client.SettingsAsync((RawSetting.InitialWindowSize, window));
            await client.UntilAsync(() => streams.TrueForAll(stream => client[stream].Body.Count == window));
        }

        await client.SettingsAsync((RawSetting.InitialWindowSize, 1_000));
        foreach (var stream in streams) await client.AssertEchoAsync(stream, RawCalls.Pattern(100));
    }

    [Fact]
    public async Task Settings_may_take_a_window_below_zero()
    {
        await using var server = await RawCalls.StartAsync();
        await using var client = await ConnectAsync(server, 100);
        var stream = await client.CallAsync(RawCalls.Pattern(300));
        await client.UntilAsync(() => client[stream].Body.Count == 100);
        await client.SettingsAsync((RawSetting.InitialWindowSize, 40));
        await client.SettledAsync();
        Assert.Equal(-60, client[stream].ReceiveWindow);
        await client.OpenWindowAsync(stream, 59);
        await client.PingAsync();
        await client.OpenWindowAsync(stream, 1);
        await client.PingAsync();
        Assert.Equal(100, client[stream].Body.Count);
        await client.OpenWindowAsync(stream, 1);
        await client.UntilAsync(() => client[stream].Body.Count == 101);
        await client.SettingsAsync((RawSetting.InitialWindowSize, 1_000));
        await client.AssertEchoAsync(stream, RawCalls.Pattern(300));
    }

    [Theory]
    [InlineData(16_384, 65_535)]
    [InlineData(16_385, 1 << 20)]
    [InlineData(100_000, 1 << 20)]
    [InlineData(16_777_215, Largest)]
    public async Task No_frame_is_longer_than_the_client_takes(int size, int window)
    {
        await using var server = await RawCalls.StartAsync();
        await using var client = await RawHttp2.ConnectAsync(server, (RawSetting.MaxFrameSize, size), (RawSetting.InitialWindowSize, window));
        await client.OpenWindowAsync(0, 1 << 20);
        var message = RawCalls.Pattern(500_000);
        var stream = client.NewStream();
        await client.HeadersAsync(stream, ends: false, RawCalls.Fields());
        await client.DataWithinWindowsAsync(stream, RawCalls.Message(message));
        await client.AssertEchoAsync(stream, message);
    }

    [Theory]
    [InlineData(20_000, 3)]
    [InlineData(1, 15_000)]
    public async Task Long_headers_and_trailers_of_an_answer_are_split_into_frames_that_the_client_takes(int header, int trailer)
    {
        await using var server = await RawCalls.StartAsync();
        await using var client = await RawHttp2.ConnectAsync(server);
        var text = new string('~', header);
        var bytes = Convert.ToBase64String(RawCalls.Pattern(trailer));
        var stream = client.NewStream();
        await client.HeadersAsync(stream, ends: false, [.. RawCalls.Fields("/test.Echo/Headers"), ("x-text", text), ("x-bytes-bin", bytes)]);
        await client.DataAsync(stream, RawCalls.Message(1));
        var answer = await client.AnswerAsync(stream);
        Assert.Equal(("0", text, bytes), (answer.Status, answer.Value("x-text"), answer.Value("x-bytes-bin")));
    }

    [Fact]
    public async Task Other_streams_go_on_while_one_is_held_back_by_its_window()
    {
        await using var server = await RawCalls.StartAsync();
        await using var client = await ConnectAsync(server, 0);
        var held = await client.CallAsync(RawCalls.Pattern(100));
        for (byte i = 0; i < 20; i++)
        {
            var stream = await client.CallAsync(i);
            await client.OpenWindowAsync(stream, 100);
            await client.AssertEchoAsync(stream, i);
        }

        Assert.Empty(client[held].Body);
        await client.OpenWindowAsync(held, 1_000);
        await client.AssertEchoAsync(held, RawCalls.Pattern(100));
    }

    [Fact]
    public async Task All_streams_end_when_the_window_of_the_connection_opens_little_by_little()
    {
        await using var server = await RawCalls.StartAsync();
        await using var client = await ConnectAsync(server, 1 << 20);
        var message = RawCalls.Pattern(20_000);
        var streams = new List<int>();
        for (var i = 0; i < 20; i++)
        {
            streams.Add(await client.BeginAsync());
            await client.DataWithinWindowsAsync(streams[^1], RawCalls.Message(message));
        }

        for (var received = RawHttp2.DefaultWindow; received < 20 * 20_005; received += 5_000)
        {
            var due = received;
            await client.UntilAsync(() => streams.Sum(stream => client[stream].Body.Count) == due);
            await client.OpenWindowAsync(0, 5_000);
        }

        foreach (var stream in streams) await client.AssertEchoAsync(stream, message);
    }

    [Fact]
    public async Task Answers_that_are_cancelled_while_they_wait_take_no_window_with_them()
    {
        await using var server = await RawCalls.StartAsync();
        await using var client = await ConnectAsync(server, 10);
        for (var i = 0; i < 100; i++)
        {
            var stream = await client.CallAsync(RawCalls.Pattern(1_000));
            await client.UntilAsync(() => client[stream].Body.Count == 10);
            await client.SendAsync(RawType.ResetStream, RawFlags.None, stream, RawFrame.Number32((long)RawError.Cancel));
        }

        await client.SettingsAsync((RawSetting.InitialWindowSize, 1 << 20));
        var last = await client.BeginAsync();
        await client.DataWithinWindowsAsync(last, RawCalls.Message(RawCalls.Pattern(100_000)));
        await client.UntilAsync(() => client.ReceiveWindow == 0);
        await client.OpenWindowAsync(0, 100_000);
        await client.AssertEchoAsync(last, RawCalls.Pattern(100_000));
    }

    [Fact]
    public async Task To_open_the_window_of_a_stream_by_nothing_is_an_error()
    {
        await using var server = await RawCalls.StartAsync();
        await using var client = await RawHttp2.ConnectAsync(server);
        var stream = await client.BeginAsync(RawCalls.Mirror);
        await client.SendAsync(RawType.WindowUpdate, RawFlags.None, stream, new byte[4]);
        await client.AssertEitherErrorAsync(stream, RawError.Protocol);
    }

    [Fact]
    public async Task To_open_the_window_of_the_connection_by_nothing_is_an_error()
    {
        await using var server = await RawCalls.StartAsync();
        await using var client = await RawHttp2.ConnectAsync(server);
        await client.SendAsync(RawType.WindowUpdate, RawFlags.None, 0, new byte[4]);
        await client.AssertConnectionErrorAsync(RawError.Protocol);
    }

    [Fact]
    public async Task A_window_of_a_stream_may_reach_the_largest_number_and_not_exceed_it()
    {
        await using var server = await RawCalls.StartAsync();
        await using var client = await RawHttp2.ConnectAsync(server);
        var stream = await client.BeginAsync(RawCalls.Mirror);
        await client.OpenWindowAsync(stream, Largest - RawHttp2.DefaultWindow);
        await client.AssertServesAsync();
        await client.OpenWindowAsync(stream, 1);
        await client.AssertStreamErrorAsync(stream, RawError.FlowControl);
    }

    [Fact]
    public async Task The_window_of_the_connection_may_reach_the_largest_number_and_not_exceed_it()
    {
        await using var server = await RawCalls.StartAsync();
        await using var client = await RawHttp2.ConnectAsync(server);
        client.ReturnsWindow = false;
        await client.OpenWindowAsync(0, Largest - RawHttp2.DefaultWindow);
        await client.PingAsync();
        Assert.Null(client.GoAway);
        await client.OpenWindowAsync(0, 1);
        await client.AssertConnectionErrorAsync(RawError.FlowControl);
        await server.AssertServesAsync();
    }

    [Fact]
    public async Task Settings_that_make_the_window_of_a_stream_too_large_are_an_error_of_the_connection()
    {
        await using var server = await RawCalls.StartAsync();
        await using var client = await RawHttp2.ConnectAsync(server);
        var stream = await client.BeginAsync(RawCalls.Mirror);
        await client.OpenWindowAsync(stream, Largest - RawHttp2.DefaultWindow);
        await client.PingAsync();
        await client.SettingsAsync((RawSetting.InitialWindowSize, RawHttp2.DefaultWindow + 1));
        await client.AssertConnectionErrorAsync(RawError.FlowControl);
        await server.AssertServesAsync();
    }

    /// <summary>A client that opens windows by hand only.</summary>
    private static async Task<RawHttp2> ConnectAsync(TestServer server, int window)
    {
        var client = await RawHttp2.ConnectAsync(server, (RawSetting.InitialWindowSize, window));
        client.ReturnsWindow = false;
        return client;
    }
}
