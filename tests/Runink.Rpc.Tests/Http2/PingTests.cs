using Runink.Rpc.Http2.Fixtures;

namespace Runink.Rpc.Http2;

public sealed class PingTests
{
    [Fact]
    public async Task A_ping_is_answered_with_the_same_bytes()
    {
        await using var server = await RawCalls.StartAsync();
        await using var client = await RawHttp2.ConnectAsync(server);
        await client.SendAsync(RawType.Ping, RawFlags.None, 0, 1, 2, 3, 4, 5, 6, 7, 255);
        var answer = await client.FrameAsync(frame => frame.Type == RawType.Ping);
        Assert.True(answer.Acknowledges);
        Assert.Equal([1, 2, 3, 4, 5, 6, 7, 255], answer.Payload);
        Assert.Equal(0, answer.Stream);
    }

    [Fact]
    public async Task Pings_are_answered_in_their_order_while_a_call_goes_on()
    {
        await using var server = await RawCalls.StartAsync();
        await using var client = await RawHttp2.ConnectAsync(server);
        var stream = await client.BeginAsync();
        for (byte i = 0; i < 50; i++) await client.SendAsync(RawType.Ping, RawFlags.None, 0, i, 0, 0, 0, 0, 0, 0, 0);
        for (byte i = 0; i < 50; i++) Assert.Equal(i, (await client.FrameAsync(frame => frame.Type == RawType.Ping)).Payload[0]);
        await client.DataAsync(stream, RawCalls.Message(1));
        await client.AssertEchoAsync(stream, 1);
    }

    [Fact]
    public async Task An_answer_that_nobody_asked_for_is_ignored()
    {
        await using var server = await RawCalls.StartAsync();
        await using var client = await RawHttp2.ConnectAsync(server);
        await client.SendAsync(RawType.Ping, RawFlags.Acknowledge, 0, 1, 2, 3, 4, 5, 6, 7, 8);
        await client.PingAsync();
        await client.AssertServesAsync();
    }

    [Fact]
    public async Task Flags_that_a_ping_does_not_know_are_ignored()
    {
        await using var server = await RawCalls.StartAsync();
        await using var client = await RawHttp2.ConnectAsync(server);
        await client.SendAsync(RawType.Ping, 0xFE, 0, 1, 2, 3, 4, 5, 6, 7, 8);
        var answer = await client.FrameAsync(frame => frame.Type == RawType.Ping);
        Assert.Equal((1, 8), (answer.Flags & RawFlags.Acknowledge, answer.Payload.Length));
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(7, 0)]
    [InlineData(9, 0)]
    [InlineData(16, 0)]
    [InlineData(7, RawFlags.Acknowledge)]
    public async Task A_ping_of_another_length_than_eight_is_an_error_of_the_connection(int length, int flags)
    {
        await using var server = await RawCalls.StartAsync();
        await using var client = await RawHttp2.ConnectAsync(server);
        await client.SendAsync(RawType.Ping, flags, 0, new byte[length]);
        await client.AssertConnectionErrorAsync(RawError.FrameSize);
        await server.AssertServesAsync();
    }

    [Fact]
    public async Task A_ping_on_a_stream_is_an_error_of_the_connection()
    {
        await using var server = await RawCalls.StartAsync();
        await using var client = await RawHttp2.ConnectAsync(server);
        await client.SendAsync(RawType.Ping, RawFlags.None, await client.BeginAsync(), new byte[8]);
        await client.AssertConnectionErrorAsync(RawError.Protocol);
        await server.AssertServesAsync();
    }
}
