using Runink.Rpc.Fixtures;
using Runink.Rpc.Http2.Fixtures;

namespace Runink.Rpc.Http2;

/// <summary>A client that makes the table of headers smaller is told that its encoder obeys (RFC 7541, section 4.2).</summary>
public sealed class TableSizeTests
{
    [Fact]
    public async Task Without_a_setting_no_block_begins_with_a_size()
    {
        await using var server = await RawCalls.StartAsync();
        await using var client = await ConnectAsync(server);
        for (var i = 0; i < 3; i++) Assert.Equal((false, false), await BlocksAsync(client));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1_000)]
    [InlineData(4_095)]
    public async Task A_smaller_table_is_confirmed_by_the_next_block_and_no_other(int bytes)
    {
        await using var server = await RawCalls.StartAsync();
        await using var client = await ConnectAsync(server, (RawSetting.HeaderTableSize, bytes));
        Assert.Equal((true, false), await BlocksAsync(client));
        for (var i = 0; i < 3; i++) Assert.Equal((false, false), await BlocksAsync(client));
    }

    [Fact]
    public async Task A_table_that_becomes_smaller_later_is_confirmed_each_time()
    {
        await using var server = await RawCalls.StartAsync();
        await using var client = await ConnectAsync(server);
        Assert.Equal((false, false), await BlocksAsync(client));
        foreach (var bytes in new[] { 2_000, 1_000, 0 })
        {
            await client.SettingsAsync((RawSetting.HeaderTableSize, bytes));
            await client.SettledAsync();
            Assert.Equal((true, false), await BlocksAsync(client));
            Assert.Equal((false, false), await BlocksAsync(client));
        }
    }

    [Fact]
    public async Task A_table_that_is_made_smaller_and_larger_again_is_confirmed()
    {
        await using var server = await RawCalls.StartAsync();
        await using var client = await ConnectAsync(server, (RawSetting.HeaderTableSize, 0), (RawSetting.HeaderTableSize, 4_096));
        Assert.Equal((true, false), await BlocksAsync(client));
        await client.SettingsAsync((RawSetting.HeaderTableSize, 100));
        await client.SettingsAsync((RawSetting.HeaderTableSize, 65_536));
        await client.SettledAsync();
        Assert.Equal((true, false), await BlocksAsync(client));
        Assert.Equal((false, false), await BlocksAsync(client));
    }

    [Fact]
    public async Task A_smaller_table_is_confirmed_by_the_trailers_of_a_call_that_is_under_way()
    {
        await using var server = await RawCalls.StartAsync();
        await using var client = await ConnectAsync(server);
        var stream = await client.BeginAsync(RawCalls.Mirror);
        await client.DataAsync(stream, RawCalls.Message(1), ends: false);
        await client.UntilAsync(() => client[stream].Body.Count == 6);
        await client.SettingsAsync((RawSetting.HeaderTableSize, 0));
        await client.SettledAsync();
        await client.DataAsync(stream, []);
        Assert.True(IsSize(await client.FrameAsync(frame => frame.Type == RawType.Headers)));
        Assert.Equal((false, false), await BlocksAsync(client));
    }

    /// <summary>A client that says of itself what it is told to, and nothing of a table besides.</summary>
    private static async Task<RawHttp2> ConnectAsync(TestServer server, params (RawSetting Name, long Value)[] settings)
    {
        var client = await RawHttp2.OpenAsync(server);
        await client.SendAsync(SilentClient.Preface);
        await client.SettingsAsync(settings);
        await client.SettledAsync();
        return client;
    }

    /// <summary>Of the two blocks of a call: whether each begins with a size of the table.</summary>
    private static async Task<(bool First, bool Last)> BlocksAsync(RawHttp2 client)
    {
        var stream = await client.CallAsync(1);
        var first = await client.FrameAsync(frame => frame.Type == RawType.Headers);
        var last = await client.FrameAsync(frame => frame.Type == RawType.Headers);
        Assert.Equal((stream, stream), (first.Stream, last.Stream));
        await client.AssertEchoAsync(stream, 1);
        return (IsSize(first), IsSize(last));
    }

    private static bool IsSize(RawFrame frame) => (frame.Content[0] & 0xE0) == 0x20;
}
