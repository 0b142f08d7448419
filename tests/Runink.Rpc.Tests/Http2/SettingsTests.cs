using System.Text;
using Runink.Rpc.Http2.Fixtures;

namespace Runink.Rpc.Http2;

public sealed class SettingsTests
{
    [Fact]
    public async Task Settings_are_acknowledged_each_time_and_in_order()
    {
        await using var server = await RawCalls.StartAsync();
        await using var client = await RawHttp2.ConnectAsync(server);
        for (var i = 0; i < 20; i++)
        {
            await client.SettingsAsync((RawSetting.MaxFrameSize, 16_384 + i));
            await client.SettingsAsync();
        }

        await client.SettledAsync();
        await client.AssertServesAsync();
    }

    [Fact]
    public async Task Of_a_setting_that_is_given_twice_the_last_counts()
    {
        await using var server = await RawCalls.StartAsync();
        await using var client = await RawHttp2.ConnectAsync(server);
        client.ReturnsWindow = false;
        await client.SettingsAsync((RawSetting.InitialWindowSize, 0), (RawSetting.InitialWindowSize, 5));
        await client.SettledAsync();
        var stream = await client.CallAsync(1, 2, 3);
        await client.UntilAsync(() => client[stream].Body.Count == 5);
        await client.OpenWindowAsync(stream, 100);
        await client.AssertEchoAsync(stream, 1, 2, 3);
    }

    [Fact]
    public async Task The_settings_of_the_server_keep_to_the_rules()
    {
        await using var server = await RawCalls.StartAsync();
        await using var client = await RawHttp2.ConnectAsync(server);
        Assert.InRange(client.ServerSettings.GetValueOrDefault(RawSetting.InitialWindowSize, RawHttp2.DefaultWindow), 1, int.MaxValue);
        Assert.InRange(client.ServerSettings.GetValueOrDefault(RawSetting.MaxFrameSize, RawHttp2.DefaultFrameSize), 16_384, 16_777_215);
        // A server may not say anything but 0 here.
        Assert.Equal(0, client.ServerSettings.GetValueOrDefault(RawSetting.EnablePush));
    }

    [Fact]
    public async Task An_acknowledgement_that_is_not_due_harms_nobody()
    {
        await using var server = await RawCalls.StartAsync();
        await using var client = await RawHttp2.ConnectAsync(server);
        await client.SendAsync(RawType.Settings, RawFlags.Acknowledge, 0);
        await server.AssertServesAsync();
    }

    [Fact]
    public async Task Settings_that_are_unknown_are_ignored()
    {
        await using var server = await RawCalls.StartAsync();
        await using var client = await RawHttp2.ConnectAsync(server);
        await client.SettingsAsync(((RawSetting)0xABCD, uint.MaxValue), ((RawSetting)0, 7), ((RawSetting)0x4000, 0));
        await client.SettledAsync();
        await client.AssertServesAsync();
    }

    [Theory]
    [InlineData(1, 0, 0, RawError.FrameSize)]
    [InlineData(5, 0, 0, RawError.FrameSize)]
    [InlineData(7, 0, 0, RawError.FrameSize)]
    [InlineData(6, RawFlags.Acknowledge, 0, RawError.FrameSize)]
    [InlineData(1, RawFlags.Acknowledge, 0, RawError.FrameSize)]
    [InlineData(0, 0, 1, RawError.Protocol)]
    [InlineData(6, 0, 1, RawError.Protocol)]
    [InlineData(0, RawFlags.Acknowledge, 1, RawError.Protocol)]
    internal async Task A_malformed_frame_of_settings_is_an_error_of_the_connection(int length, int flags, int stream, RawError error)
    {
        await using var server = await RawCalls.StartAsync();
        await using var client = await RawHttp2.ConnectAsync(server);
        await client.SendAsync(RawType.Settings, flags, stream, new byte[length]);
        await client.AssertConnectionErrorAsync(error);
        await server.AssertServesAsync();
    }

    [Theory]
    [InlineData(RawSetting.InitialWindowSize, 0x8000_0000, RawError.FlowControl)]
    [InlineData(RawSetting.InitialWindowSize, 0xFFFF_FFFF, RawError.FlowControl)]
    [InlineData(RawSetting.MaxFrameSize, 0, RawError.Protocol)]
    [InlineData(RawSetting.MaxFrameSize, 16_383, RawError.Protocol)]
    [InlineData(RawSetting.MaxFrameSize, 16_777_216, RawError.Protocol)]
    [InlineData(RawSetting.EnablePush, 2, RawError.Protocol)]
    [InlineData(RawSetting.EnablePush, 0xFFFF_FFFF, RawError.Protocol)]
    internal async Task A_value_out_of_range_is_an_error_of_the_connection(RawSetting setting, long value, RawError error)
    {
        await using var server = await RawCalls.StartAsync();
        await using var client = await RawHttp2.ConnectAsync(server);
        await client.SettingsAsync((RawSetting.MaxHeaderListSize, 1 << 20), (setting, value));
        await client.AssertConnectionErrorAsync(error);
        await server.AssertServesAsync();
    }

    [Theory]
    [InlineData(RawSetting.InitialWindowSize, int.MaxValue)]
    [InlineData(RawSetting.MaxFrameSize, 16_384)]
    [InlineData(RawSetting.MaxFrameSize, 16_777_215)]
    [InlineData(RawSetting.EnablePush, 0)]
    [InlineData(RawSetting.EnablePush, 1)]
    [InlineData(RawSetting.MaxConcurrentStreams, 0)]
    [InlineData(RawSetting.MaxConcurrentStreams, 0xFFFF_FFFF)]
    [InlineData(RawSetting.MaxHeaderListSize, 0xFFFF_FFFF)]
    [InlineData(RawSetting.HeaderTableSize, 0)]
    internal async Task A_value_at_the_edge_of_its_range_is_taken(RawSetting setting, long value)
    {
        await using var server = await RawCalls.StartAsync();
        await using var client = await RawHttp2.ConnectAsync(server);
        await client.SettingsAsync((setting, value));
        await client.SettledAsync();
        await client.AssertServesAsync();
    }

    [Theory]
    [InlineData(RawType.Ping, 8)]
    [InlineData(RawType.WindowUpdate, 4)]
    [InlineData(RawType.Headers, 30)]
    [InlineData(RawType.Data, 5)]
    internal async Task The_first_frame_must_be_of_settings(RawType type, int length)
    {
        await using var server = await RawCalls.StartAsync();
        await using var client = await RawHttp2.OpenAsync(server);
        await client.SendAsync(Encoding.ASCII.GetBytes("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"));
        await client.SendAsync(RawFrame.Bytes(type, 0, type is RawType.Ping or RawType.WindowUpdate ? 0 : 1, Enumerable.Repeat((byte)1, length).ToArray()));
        await client.AssertClosedAsync(RawError.Protocol, RawError.Compression, RawError.StreamClosed);
    }

    [Theory]
    [InlineData("PRI * HTTP/2.0\r\n\r\nSM")]
    [InlineData("PRI * HT")]
    public async Task A_connection_that_ends_or_goes_wrong_within_the_preface_is_closed(string start)
    {
        await using var server = await RawCalls.StartAsync();
        await using var client = await RawHttp2.OpenAsync(server);
        await client.SendAsync(Encoding.ASCII.GetBytes(start));
        await client.SendAsync(Encoding.ASCII.GetBytes("this is no preface, and no other line of HTTP either\r\n\r\n"));
        // Whatever is said in farewell, it need not be a frame.
        await client.DrainAsync();
        await using (var other = await RawHttp2.OpenAsync(server)) await other.SendAsync(Encoding.ASCII.GetBytes(start));
        await server.AssertServesAsync();
    }
}
