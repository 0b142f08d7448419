using Runink.Rpc.Http2.Fixtures;

namespace Runink.Rpc.Http2;

/// <summary>Frames that are well made and come at the wrong time (RFC 9113, section 5.1).</summary>
public sealed class StreamStateTests
{
    [Fact]
    public async Task Headers_on_an_even_stream_are_an_error_of_the_connection()
    {
        await using var server = await RawCalls.StartAsync();
        await using var client = await RawHttp2.ConnectAsync(server);
        await client.HeadersAsync(2, ends: false, RawCalls.Fields());
        await client.AssertConnectionErrorAsync(RawError.Protocol);
        await server.AssertServesAsync();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_stream_with_a_lower_number_than_the_last_is_an_error_of_the_connection(bool isLastOver)
    {
        await using var server = await RawCalls.StartAsync();
        await using var client = await RawHttp2.ConnectAsync(server);
        await client.HeadersAsync(9, ends: isLastOver, RawCalls.Fields(RawCalls.Concat));
        if (isLastOver) await client.AnswerAsync(9);
        await client.HeadersAsync(7, ends: false, RawCalls.Fields());
        await client.AssertConnectionErrorAsync(RawError.Protocol, RawError.StreamClosed);
        await server.AssertServesAsync();
    }

    [Fact]
    public async Task Numbers_of_streams_may_be_left_out()
    {
        await using var server = await RawCalls.StartAsync();
        await using var client = await RawHttp2.ConnectAsync(server);
        foreach (var stream in new[] { 1, 5, 99, 0x1000_0001, int.MaxValue })
        {
            await client.HeadersAsync(stream, ends: false, RawCalls.Fields());
            await client.DataAsync(stream, RawCalls.Message(1));
            await client.AssertEchoAsync(stream, 1);
        }
    }

    [Theory]
    [InlineData(RawType.Data, 1)]
    [InlineData(RawType.Data, 2)]
    [InlineData(RawType.Data, 101)]
    [InlineData(RawType.ResetStream, 1)]
    [InlineData(RawType.ResetStream, 2)]
    [InlineData(RawType.ResetStream, 101)]
    [InlineData(RawType.WindowUpdate, 1)]
    [InlineData(RawType.WindowUpdate, 2)]
    [InlineData(RawType.WindowUpdate, 101)]
    internal async Task What_may_not_come_on_an_idle_stream_is_an_error_of_the_connection(RawType type, int stream)
    {
        await using var server = await RawCalls.StartAsync();
        await using var client = await RawHttp2.ConnectAsync(server);
        await client.SendAsync(type, RawFlags.None, stream, 0, 0, 0, 1);
        await client.AssertConnectionErrorAsync(RawError.Protocol);
        await server.AssertServesAsync();
    }

    [Fact]
    public async Task A_stream_that_was_passed_over_is_closed_for_good()
    {
        await using var server = await RawCalls.StartAsync();
        await using var client = await RawHttp2.ConnectAsync(server);
        await client.HeadersAsync(11, ends: true, RawCalls.Fields(RawCalls.Concat));
        await client.AnswerAsync(11);
        await client.SendAsync(RawType.Data, RawFlags.None, 5, 1);
        await client.AssertConnectionErrorAsync(RawError.StreamClosed, RawError.Protocol);
        await server.AssertServesAsync();
    }

    [Fact]
    public async Task Data_after_the_end_of_the_stream_is_an_error()
    {
        await using var server = await RawCalls.StartAsync();
        await using var client = await RawHttp2.ConnectAsync(server);
        var stream = await client.BeginAsync(RawCalls.Hang);
        await client.DataAsync(stream, RawCalls.Message(1));
        await client.UntilAsync(() => client[stream].Body.Count > 0);
        await client.SendAsync(RawType.Data, RawFlags.None, stream, 1);
        await client.AssertEitherErrorAsync(stream, RawError.StreamClosed);
        await server.AssertServesAsync();
    }

    [Fact]
    public async Task Headers_after_the_end_of_the_stream_are_an_error()
    {
        await using var server = await RawCalls.StartAsync();
        await using var client = await RawHttp2.ConnectAsync(server);
        var stream = await client.BeginAsync(RawCalls.Hang);
        await client.DataAsync(stream, RawCalls.Message(1));
        await client.UntilAsync(() => client[stream].Body.Count > 0);
        await client.HeadersAsync(stream, ends: true, ("x-late", "1"));
        await client.AssertEitherErrorAsync(stream, RawError.StreamClosed);
        await server.AssertServesAsync();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task What_comes_on_a_stream_that_was_answered_harms_no_other(bool isData)
    {
        await using var server = await RawCalls.StartAsync();
        await using var client = await RawHttp2.ConnectAsync(server);
        var stream = await client.CallAsync(1);
        await client.AssertEchoAsync(stream, 1);
        if (isData) await client.SendAsync(RawType.Data, RawFlags.EndStream, stream, 1);
        else await client.HeadersAsync(stream, ends: true, RawCalls.Fields());
        // An error of the connection by the letter, if the server still knows the stream; it may also take it for one long forgotten.
        await client.SendAsync(RawType.Ping, RawFlags.None, 0, new byte[8]);
        while (await client.ReadAsync() is { } frame && frame.Type != RawType.Ping)
            if (frame.Type is RawType.GoAway or RawType.ResetStream) Assert.Contains(frame.Error, new[] { RawError.StreamClosed, RawError.Protocol });
        await server.AssertServesAsync();
    }

    [Theory]
    [InlineData(RawType.WindowUpdate)]
    [InlineData(RawType.ResetStream)]
    [InlineData(RawType.Priority)]
    internal async Task What_may_cross_with_the_end_of_a_stream_is_ignored_after_it(RawType type)
    {
        await using var server = await RawCalls.StartAsync();
        await using var client = await RawHttp2.ConnectAsync(server);
        var stream = await client.CallAsync(1);
        await client.AssertEchoAsync(stream, 1);
        await client.SendAsync(type, RawFlags.None, stream, type == RawType.Priority ? new byte[5] : [0, 0, 0, 1]);
        await client.PingAsync();
        await client.AssertServesAsync();
        Assert.Null(client.GoAway);
    }

    [Fact]
    public async Task A_stream_that_the_client_has_reset_takes_no_more_and_harms_no_other()
    {
        await using var server = await RawCalls.StartAsync();
        await using var client = await RawHttp2.ConnectAsync(server);
        var other = await client.BeginAsync();
        var stream = await client.BeginAsync(RawCalls.Mirror);
        await client.SendAsync(RawType.ResetStream, RawFlags.None, stream, RawFrame.Number32((long)RawError.Cancel));
        await client.DataAsync(other, RawCalls.Message(1));
        await client.AssertEchoAsync(other, 1);
        await client.AssertServesAsync();
    }

    [Fact]
    public async Task Headers_within_a_request_must_end_it()
    {
        await using var server = await RawCalls.StartAsync();
        await using var client = await RawHttp2.ConnectAsync(server);
        var stream = await client.BeginAsync(RawCalls.Mirror);
        await client.HeadersAsync(stream, ends: false, ("x-late", "1"));
        await client.AssertEitherErrorAsync(stream, RawError.Protocol);
        await server.AssertServesAsync();
    }

    [Fact]
    public async Task A_second_request_on_a_stream_is_an_error()
    {
        await using var server = await RawCalls.StartAsync();
        await using var client = await RawHttp2.ConnectAsync(server);
        var stream = await client.BeginAsync(RawCalls.Mirror);
        await client.HeadersAsync(stream, ends: true, RawCalls.Fields());
        await client.AssertEitherErrorAsync(stream, RawError.Protocol);
        await server.AssertServesAsync();
    }

    [Fact]
    public async Task A_continuation_without_headers_is_an_error_of_the_connection()
    {
        await using var server = await RawCalls.StartAsync();
        await using var client = await RawHttp2.ConnectAsync(server);
        await client.SendAsync(RawType.Continuation, RawFlags.EndHeaders, 1, RawHpack.Encode(RawCalls.Fields()));
        await client.AssertConnectionErrorAsync(RawError.Protocol);
        await server.AssertServesAsync();
    }

    [Fact]
    public async Task A_continuation_of_headers_that_were_whole_is_an_error_of_the_connection()
    {
        await using var server = await RawCalls.StartAsync();
        await using var client = await RawHttp2.ConnectAsync(server);
        var stream = await client.BeginAsync(RawCalls.Mirror);
        await client.SendAsync(RawType.Continuation, RawFlags.EndHeaders, stream, RawHpack.Encode(("x-late", "1")));
        await client.AssertConnectionErrorAsync(RawError.Protocol);
        await server.AssertServesAsync();
    }

    [Theory]
    [InlineData(RawType.Data, 1, 1)]
    [InlineData(RawType.Headers, 1, 1)]
    [InlineData(RawType.Headers, 3, 1)]
    [InlineData(RawType.Priority, 1, 5)]
    [InlineData(RawType.ResetStream, 1, 4)]
    [InlineData(RawType.Settings, 0, 0)]
    [InlineData(RawType.Ping, 0, 8)]
    [InlineData(RawType.GoAway, 0, 8)]
    [InlineData(RawType.WindowUpdate, 0, 4)]
    [InlineData(RawType.Continuation, 3, 1)]
    [InlineData((RawType)0x42, 0, 1)]
    [InlineData((RawType)0x42, 1, 1)]
    internal async Task Nothing_else_may_come_between_headers_and_their_continuation(RawType type, int stream, int length)
    {
        await using var server = await RawCalls.StartAsync();
        await using var client = await RawHttp2.ConnectAsync(server);
        var block = RawHpack.Encode(RawCalls.Fields());
        await client.SendAsync(RawType.Headers, RawFlags.None, client.NewStream(), block[..20]);
        await client.SendAsync(RawFrame.Bytes(type, RawFlags.None, stream, [.. Enumerable.Repeat((byte)1, length)]));
        await client.AssertConnectionErrorAsync(RawError.Protocol);
        await server.AssertServesAsync();
    }
}
