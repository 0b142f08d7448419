using Runink.Rpc.Http2.Fixtures;

namespace Runink.Rpc.Http2;

/// <summary>Calls that keep to the rules, in all the shapes that frames allow.</summary>
public sealed class FramedCallTests
{
    [Fact]
    public async Task A_call_is_answered_with_headers_data_and_trailers()
    {
        await using var server = await RawCalls.StartAsync();
        await using var client = await RawHttp2.ConnectAsync(server);
        var stream = await client.CallAsync(1, 2, 3);
        await client.AssertEchoAsync(stream, 1, 2, 3);
        Assert.Equal("200", client[stream].Value(":status"));
        Assert.Null(client.GoAway);
    }

    [Fact]
    public async Task Many_calls_go_over_one_connection_one_after_the_other()
    {
        await using var server = await RawCalls.StartAsync();
        await using var client = await RawHttp2.ConnectAsync(server);
        for (var i = 0; i < 1_000; i++) await client.AssertEchoAsync(await client.CallAsync((byte)(i % 200)), (byte)(i % 200));
    }

    [Fact]
    public async Task Many_calls_go_over_one_connection_at_once_and_their_frames_may_mix()
    {
        await using var server = await RawCalls.StartAsync();
        await using var client = await RawHttp2.ConnectAsync(server);
        var streams = new List<int>();
        for (var i = 0; i < 100; i++) streams.Add(await client.BeginAsync());
        foreach (var stream in streams) await client.DataAsync(stream, RawCalls.Message((byte)stream)[..3], ends: false);
        foreach (var stream in Enumerable.Reverse(streams)) await client.DataAsync(stream, RawCalls.Message((byte)stream)[3..]);
        foreach (var stream in streams) await client.AssertEchoAsync(stream, (byte)stream);
    }

    [Fact]
    public async Task A_body_may_come_in_frames_of_one_byte_each_and_none()
    {
        await using var server = await RawCalls.StartAsync();
        await using var client = await RawHttp2.ConnectAsync(server);
        var message = RawCalls.Pattern(500);
        var stream = await client.BeginAsync();
        foreach (var value in RawCalls.Message(message))
        {
            await client.SendAsync(RawType.Data, RawFlags.None, stream, value);
            await client.SendAsync(RawType.Data, RawFlags.None, stream);
        }

        await client.SendAsync(RawType.Data, RawFlags.EndStream, stream);
        await client.AssertEchoAsync(stream, message);
    }

    [Fact]
    public async Task A_connection_may_come_byte_by_byte()
    {
        await using var server = await RawCalls.StartAsync();
        await using var client = await RawHttp2.ConnectAsync(server);
        byte[] call =
        [
            .. RawFrame.Bytes(RawType.Headers, RawFlags.EndHeaders, 1, RawHpack.Encode(RawCalls.Fields())),
            .. RawFrame.Bytes(RawType.Data, RawFlags.EndStream, 1, RawCalls.Message(7, 8)),
        ];
        foreach (var value in call) await client.SendAsync(new[] { value });
        await client.AssertEchoAsync(1, 7, 8);
    }

    [Fact]
    public async Task Data_and_headers_may_be_padded()
    {
        await using var server = await RawCalls.StartAsync();
        await using var client = await RawHttp2.ConnectAsync(server);
        foreach (var padding in new[] { 0, 1, 255 })
        {
            var stream = client.NewStream();
            byte[] headers = [(byte)padding, .. RawHpack.Encode(RawCalls.Fields()), .. new byte[padding]];
            await client.SendAsync(RawType.Headers, RawFlags.EndHeaders | RawFlags.Padded, stream, headers);
            byte[] data = [(byte)padding, .. RawCalls.Message(5), .. new byte[padding]];
            await client.SendAsync(RawType.Data, RawFlags.Padded, stream, data);
            await client.SendAsync(RawType.Data, RawFlags.Padded | RawFlags.EndStream, stream, [(byte)padding, .. new byte[padding]]);
            await client.AssertEchoAsync(stream, 5);
        }
    }

    [Theory]
    [InlineData(RawFlags.Priority)]
    [InlineData(RawFlags.Priority | RawFlags.Padded)]
    public async Task Headers_may_tell_a_priority(int flags)
    {
        await using var server = await RawCalls.StartAsync();
        await using var client = await RawHttp2.ConnectAsync(server);
        var stream = client.NewStream();
        byte[] padding = (flags & RawFlags.Padded) != 0 ? [3] : [];
        byte[] payload = [.. padding, 0x80, 0, 0, 0, 200, .. RawHpack.Encode(RawCalls.Fields()), .. new byte[padding.Sum(length => length)]];
        await client.SendAsync(RawType.Headers, RawFlags.EndHeaders | flags, stream, payload);
        await client.DataAsync(stream, RawCalls.Message(6));
        await client.AssertEchoAsync(stream, 6);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(7)]
    [InlineData(50)]
    public async Task Headers_may_be_split_over_continuations(int length)
    {
        await using var server = await RawCalls.StartAsync();
        await using var client = await RawHttp2.ConnectAsync(server);
        var stream = client.NewStream();
        var pieces = RawHpack.Encode(RawCalls.Fields()).Chunk(length).ToArray();
        await client.SendAsync(RawType.Headers, RawFlags.None, stream, pieces[0]);
        foreach (var piece in pieces[1..^1]) await client.SendAsync(RawType.Continuation, RawFlags.None, stream, piece);
        await client.SendAsync(RawType.Continuation, RawFlags.EndHeaders, stream, pieces[^1]);
        await client.DataAsync(stream, RawCalls.Message(9));
        await client.AssertEchoAsync(stream, 9);
    }

    [Fact]
    public async Task The_end_of_the_stream_in_headers_that_are_continued_counts_once_they_are_whole()
    {
        await using var server = await RawCalls.StartAsync();
        await using var client = await RawHttp2.ConnectAsync(server);
        var stream = client.NewStream();
        var block = RawHpack.Encode(RawCalls.Fields(RawCalls.Concat));
        await client.SendAsync(RawType.Headers, RawFlags.EndStream, stream, block[..10]);
        await client.SendAsync(RawType.Continuation, RawFlags.EndHeaders, stream, block[10..]);
        await client.AssertEchoAsync(stream);
    }

    [Fact]
    public async Task Headers_that_end_the_stream_are_a_call_without_a_message()
    {
        await using var server = await RawCalls.StartAsync();
        await using var client = await RawHttp2.ConnectAsync(server);
        var answer = await client.AnswerAsync(await client.BeginAsync(ends: true));
        Assert.Equal(("200", "13"), (answer.Value(":status"), answer.Status));
        Assert.Null(answer.Reset);
        Assert.Empty(answer.Body);
        await client.AssertServesAsync();
    }

    [Fact]
    public async Task A_request_may_have_trailers()
    {
        await using var server = await RawCalls.StartAsync();
        await using var client = await RawHttp2.ConnectAsync(server);
        var stream = await client.BeginAsync();
        await client.DataAsync(stream, RawCalls.Message(1), ends: false);
        await client.HeadersAsync(stream, ends: true, ("x-checksum", "1"));
        await client.AssertEchoAsync(stream, 1);
        await client.AssertServesAsync();
    }

    [Fact]
    public async Task An_answer_of_a_stream_comes_while_its_request_goes_on()
    {
        await using var server = await RawCalls.StartAsync();
        await using var client = await RawHttp2.ConnectAsync(server);
        var stream = await client.BeginAsync(RawCalls.Mirror);
        for (byte i = 1; i <= 50; i++)
        {
            await client.DataAsync(stream, RawCalls.Message(i), ends: false);
            var due = i * RawCalls.Message(i).Length;
            await client.UntilAsync(() => client[stream].Body.Count == due);
        }

        await client.DataAsync(stream, []);
        Assert.Equal("0", (await client.AnswerAsync(stream)).Status);
    }

    [Theory]
    [InlineData("/test.Echo/Nix", "12")]
    [InlineData("/nonsense", "12")]
    public async Task A_call_that_fails_at_once_is_answered_by_headers_alone(string path, string status)
    {
        await using var server = await RawCalls.StartAsync();
        await using var client = await RawHttp2.ConnectAsync(server);
        var stream = await client.BeginAsync(path);
        await client.DataAsync(stream, RawCalls.Message(1));
        var answer = await client.AnswerAsync(stream);
        Assert.Equal(("200", status), (answer.Value(":status"), answer.Status));
        Assert.Single(answer.Blocks);
        Assert.Equal(0, answer.Pieces);
        await client.AssertServesAsync();
    }
}
