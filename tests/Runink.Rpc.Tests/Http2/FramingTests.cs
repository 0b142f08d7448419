using Runink.Rpc.Http2.Fixtures;

namespace Runink.Rpc.Http2;

/// <summary>Frames that are malformed by themselves.</summary>
public sealed class FramingTests
{
    [Theory]
    [InlineData(10, 0)]
    [InlineData(0x42, 1)]
    [InlineData(0xFF, 99)]
    [InlineData(0x10, 7)]
    public async Task A_frame_of_an_unknown_type_is_ignored(int type, int stream)
    {
        await using var server = await RawCalls.StartAsync();
        await using var client = await RawHttp2.ConnectAsync(server);
        foreach (var length in new[] { 0, 1, 8, 16_384 }) await client.SendAsync((RawType)type, 0xFF, stream, new byte[length]);
        await client.AssertServesAsync();
    }

    [Fact]
    public async Task Flags_and_the_bit_that_mean_nothing_are_ignored()
    {
        await using var server = await RawCalls.StartAsync();
        await using var client = await RawHttp2.ConnectAsync(server);
        var stream = client.NewStream();
        await client.SendAsync(RawType.Headers, RawFlags.EndHeaders | 0xD2, stream, RawHpack.Encode(RawCalls.Fields()));
        await client.SendAsync(RawFrame.Bytes(RawType.Data, RawFlags.EndStream | 0xF6, stream | int.MinValue, RawCalls.Message(1)));
        await client.AssertEchoAsync(stream, 1);
        await client.SendAsync(RawType.WindowUpdate, 0xFF, 0, RawFrame.Number32(0x8000_0001));
        await client.SendAsync(RawFrame.Bytes(RawType.Ping, 0, int.MinValue, new byte[8]));
        await client.AssertServesAsync();
    }

    [Theory]
    [InlineData(RawType.Data, 16_384)]
    [InlineData((RawType)0x42, 16_384)]
    internal async Task A_frame_of_the_largest_size_is_taken(RawType type, int length)
    {
        await using var server = await RawCalls.StartAsync();
        await using var client = await RawHttp2.ConnectAsync(server);
        var stream = await client.BeginAsync();
        var message = RawCalls.Pattern(length - 5);
        if (type != RawType.Data) await client.SendAsync(type, 0, stream, new byte[length]);
        await client.SendAsync(RawType.Data, RawFlags.EndStream, stream, RawCalls.Message(message));
        await client.AssertEchoAsync(stream, message);
    }

    [Theory]
    [InlineData(RawType.Data, 1)]
    [InlineData(RawType.Headers, 3)]
    [InlineData(RawType.Settings, 0)]
    [InlineData(RawType.Ping, 0)]
    [InlineData(RawType.GoAway, 0)]
    [InlineData((RawType)0x42, 0)]
    internal async Task A_frame_that_is_larger_than_allowed_is_an_error(RawType type, int stream)
    {
        await using var server = await RawCalls.StartAsync();
        await using var client = await RawHttp2.ConnectAsync(server);
        var most = client.ServerSettings.GetValueOrDefault(RawSetting.MaxFrameSize, RawHttp2.DefaultFrameSize);
        Assert.Equal(1, await client.BeginAsync(RawCalls.Mirror));
        await client.TrySendAsync(RawFrame.Bytes(type, RawFlags.None, stream, new byte[(int)most + 6 - ((int)most % 6)]));
        await client.AssertClosedAsync(RawError.FrameSize);
        await server.AssertServesAsync();
    }

    [Fact]
    public async Task A_length_that_no_frame_can_have_is_refused_before_it_comes()
    {
        await using var server = await RawCalls.StartAsync();
        await using var client = await RawHttp2.ConnectAsync(server);
        await client.SendAsync(new byte[] { 0xFF, 0xFF, 0xFF, 0, 0, 0, 0, 0, 1 });
        await client.AssertConnectionErrorAsync(RawError.FrameSize);
        await server.AssertServesAsync();
    }

    [Theory]
    [InlineData(RawType.Data)]
    [InlineData(RawType.Headers)]
    [InlineData(RawType.Priority)]
    [InlineData(RawType.ResetStream)]
    [InlineData(RawType.Continuation)]
    internal async Task A_frame_of_a_stream_on_stream_zero_is_an_error_of_the_connection(RawType type)
    {
        await using var server = await RawCalls.StartAsync();
        await using var client = await RawHttp2.ConnectAsync(server);
        var payload = type switch
        {
            RawType.Headers => RawHpack.Encode(RawCalls.Fields()),
            RawType.Priority => new byte[5],
            _ => new byte[4],
        };
        await client.SendAsync(RawFrame.Bytes(type, type == RawType.Headers ? RawFlags.EndHeaders : 0, 0, payload));
        await client.AssertConnectionErrorAsync(RawError.Protocol);
        await server.AssertServesAsync();
    }

    [Fact]
    public async Task A_farewell_on_a_stream_is_an_error_of_the_connection()
    {
        await using var server = await RawCalls.StartAsync();
        await using var client = await RawHttp2.ConnectAsync(server);
        await client.SendAsync(RawType.GoAway, RawFlags.None, await client.BeginAsync(), new byte[8]);
        await client.AssertConnectionErrorAsync(RawError.Protocol);
    }

    [Theory]
    [InlineData(RawType.ResetStream, 0)]
    [InlineData(RawType.ResetStream, 3)]
    [InlineData(RawType.ResetStream, 5)]
    [InlineData(RawType.WindowUpdate, 0)]
    [InlineData(RawType.WindowUpdate, 3)]
    [InlineData(RawType.WindowUpdate, 5)]
    [InlineData(RawType.GoAway, 7)]
    [InlineData(RawType.GoAway, 0)]
    internal async Task A_frame_of_a_fixed_length_with_another_is_an_error_of_the_connection(RawType type, int length)
    {
        await using var server = await RawCalls.StartAsync();
        await using var client = await RawHttp2.ConnectAsync(server);
        var stream = await client.BeginAsync();
        await client.SendAsync(type, RawFlags.None, type == RawType.GoAway ? 0 : stream, [.. Enumerable.Repeat((byte)1, length)]);
        await client.AssertConnectionErrorAsync(RawError.FrameSize);
        await server.AssertServesAsync();
    }

    [Theory]
    [InlineData(0)]
    [InlineData(4)]
    [InlineData(6)]
    public async Task A_priority_of_another_length_than_five_is_an_error(int length)
    {
        await using var server = await RawCalls.StartAsync();
        await using var client = await RawHttp2.ConnectAsync(server);
        var stream = await client.BeginAsync(RawCalls.Mirror);
        await client.SendAsync(RawType.Priority, RawFlags.None, stream, new byte[length]);
        await client.AssertEitherErrorAsync(stream, RawError.FrameSize);
        await server.AssertServesAsync();
    }

    [Fact]
    public async Task A_priority_is_ignored_wherever_it_comes()
    {
        await using var server = await RawCalls.StartAsync();
        await using var client = await RawHttp2.ConnectAsync(server);
        await client.SendAsync(RawType.Priority, RawFlags.None, 1, 0, 0, 0, 0, 7);
        await client.SendAsync(RawType.Priority, RawFlags.None, 101, 0x80, 0, 0, 3, 7);
        var stream = await client.CallAsync(1);
        await client.AssertEchoAsync(stream, 1);
        await client.SendAsync(RawType.Priority, RawFlags.None, stream, 0, 0, 0, 0, 7);
        await client.AssertServesAsync();
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task A_push_by_the_client_is_an_error_of_the_connection(int promised)
    {
        await using var server = await RawCalls.StartAsync();
        await using var client = await RawHttp2.ConnectAsync(server);
        var stream = await client.BeginAsync();
        byte[] payload = [.. RawFrame.Number32(promised), .. RawHpack.Encode(RawCalls.Fields())];
        await client.SendAsync(RawType.PushPromise, RawFlags.EndHeaders, stream, payload);
        await client.AssertConnectionErrorAsync(RawError.Protocol);
        await server.AssertServesAsync();
    }

    [Theory]
    [InlineData(RawType.Data, 1, RawError.Protocol)]
    [InlineData(RawType.Data, 5, RawError.Protocol)]
    [InlineData(RawType.Headers, 1, RawError.Protocol)]
    [InlineData(RawType.Headers, 5, RawError.Protocol)]
    internal async Task Padding_that_is_longer_than_the_frame_is_an_error_of_the_connection(RawType type, int length, RawError error)
    {
        await using var server = await RawCalls.StartAsync();
        await using var client = await RawHttp2.ConnectAsync(server);
        var stream = type == RawType.Data ? await client.BeginAsync(RawCalls.Mirror) : client.NewStream();
        byte[] payload = [(byte)length, .. new byte[length - 1]];
        await client.SendAsync(type, RawFlags.EndHeaders | RawFlags.Padded, stream, payload);
        await client.AssertConnectionErrorAsync(error);
        await server.AssertServesAsync();
    }

    [Theory]
    [InlineData(RawType.Data, RawFlags.Padded, 0)]
    [InlineData(RawType.Headers, RawFlags.Padded, 0)]
    [InlineData(RawType.Headers, RawFlags.Priority, 4)]
    [InlineData(RawType.Headers, RawFlags.Priority | RawFlags.Padded, 5)]
    internal async Task A_frame_too_short_for_what_its_flags_promise_is_an_error_of_the_connection(RawType type, int flags, int length)
    {
        await using var server = await RawCalls.StartAsync();
        await using var client = await RawHttp2.ConnectAsync(server);
        var stream = type == RawType.Data ? await client.BeginAsync(RawCalls.Mirror) : client.NewStream();
        await client.SendAsync(type, flags | RawFlags.EndHeaders, stream, new byte[length]);
        await client.AssertConnectionErrorAsync(RawError.FrameSize, RawError.Protocol);
        await server.AssertServesAsync();
    }
}
