using System.Buffers.Binary;
using Runink.Rpc.Fixtures;
using Runink.Rpc.Http2.Fixtures;

namespace Runink.Rpc.Http2;

/// <summary>The windows that the server gives: it opens them for what it has done with, and lets nobody exceed them.</summary>
public sealed class ReceiveWindowTests
{
    private const string Count = "/test.Echo/Count";
    private const string Hold = "/test.Echo/Hold";

    [Fact]
    public async Task A_long_stream_of_small_messages_is_taken_within_the_windows()
    {
        await using var server = await StartAsync();
        await using var client = await RawHttp2.ConnectAsync(server);
        var stream = await client.BeginAsync(Count);
        byte[] messages = [.. Enumerable.Repeat(RawCalls.Message(RawCalls.Pattern(95)), 50_000).SelectMany(message => message)];
        await client.DataWithinWindowsAsync(stream, messages);
        await AssertCountAsync(client, stream, 50_000 * 95);
    }

    [Fact]
    public async Task Many_streams_at_once_share_the_window_of_the_connection_and_all_end()
    {
        await using var server = await StartAsync();
        await using var client = await RawHttp2.ConnectAsync(server);
        var streams = new List<int>();
        for (var i = 0; i < 20; i++) streams.Add(await client.BeginAsync(Count));
        var message = RawCalls.Message(RawCalls.Pattern(10_000));
        for (var i = 0; i < 30; i++)
            foreach (var stream in streams) await client.DataWithinWindowsAsync(stream, message, ends: i == 29);
        foreach (var stream in streams) await AssertCountAsync(client, stream, 300_000);
    }

    [Fact]
    public async Task Padding_counts_and_its_window_comes_back()
    {
        await using var server = await StartAsync();
        await using var client = await RawHttp2.ConnectAsync(server);
        var stream = await client.BeginAsync(Count);
        foreach (var value in RawCalls.Message(RawCalls.Pattern(12_000)))
        {
            while (Math.Min(client.SendWindow, client[stream].SendWindow) < 257) await client.FrameAsync(frame => frame.Type == RawType.WindowUpdate);
            await client.SendAsync(RawType.Data, RawFlags.Padded, stream, [255, value, .. new byte[255]]);
        }

        await client.DataAsync(stream, []);
        await AssertCountAsync(client, stream, 12_000);
    }

    [Fact]
    public async Task What_nobody_reads_takes_no_window_of_the_connection_with_it()
    {
        await using var server = await StartAsync();
        await using var client = await RawHttp2.ConnectAsync(server);
        for (var i = 0; i < 400; i++)
        {
            var stream = await client.BeginAsync("/test.Echo/Nix");
            await client.DataWithinWindowsAsync(stream, new byte[10_000]);
            Assert.Equal("12", (await client.AnswerAsync(stream)).Status);
        }
    }

    [Fact]
    public async Task What_is_sent_on_streams_that_are_cancelled_takes_no_window_of_the_connection_with_it()
    {
        await using var server = await StartAsync();
        await using var client = await RawHttp2.ConnectAsync(server);
        for (var i = 0; i < 400; i++)
        {
            var stream = await client.BeginAsync(Hold);
            await client.DataWithinWindowsAsync(stream, new byte[10_000], ends: false);
            await client.SendAsync(RawType.ResetStream, RawFlags.None, stream, RawFrame.Number32((long)RawError.Cancel));
        }

        await client.AssertServesAsync();
    }

    [Fact]
    public async Task More_than_the_window_of_a_stream_is_an_error()
    {
        await using var server = await StartAsync();
        await using var client = await RawHttp2.ConnectAsync(server);
        var stream = await client.BeginAsync(Hold);
        await client.PingAsync();
        await client.TrySendAsync(Data(stream, client[stream].SendWindow + 1));
        await client.UntilOverAsync(stream);
        if (!client[stream].IsOver) await client.AssertConnectionErrorAsync(RawError.FlowControl);
        else Assert.Equal(RawError.FlowControl, client[stream].Reset);
        await server.AssertServesAsync();
    }

    [Fact]
    public async Task More_than_the_window_of_the_connection_is_an_error()
    {
        await using var server = await StartAsync();
        await using var client = await RawHttp2.ConnectAsync(server);
        var first = await client.BeginAsync(Hold);
        await client.PingAsync();
        var left = client.SendWindow + 1;
        var most = Math.Min(client[first].SendWindow, left);
        await client.TrySendAsync(Data(first, most));
        for (left -= most; left > 0; left -= most)
        {
            var stream = client.NewStream();
            await client.TrySendAsync(RawFrame.Bytes(RawType.Headers, RawFlags.EndHeaders, stream, RawHpack.Encode(RawCalls.Fields(Hold))));
            await client.TrySendAsync(Data(stream, Math.Min(most, left)));
        }

        await client.AssertClosedAsync(RawError.FlowControl);
        await server.AssertServesAsync();
    }

    [Fact]
    public async Task A_handler_that_does_not_read_holds_its_own_stream_back_only()
    {
        await using var server = await StartAsync();
        await using var client = await RawHttp2.ConnectAsync(server);
        var held = await client.BeginAsync(Hold);
        await client.PingAsync();
        var room = (int)Math.Min(client[held].SendWindow, client.SendWindow - 1_000);
        await client.DataWithinWindowsAsync(held, new byte[room], ends: false);
        for (byte i = 0; i < 100; i++) await client.AssertEchoAsync(await client.CallAsync(i), i);
        Assert.False(client[held].IsOver);
    }

    /// <summary>Frames of DATA of so many bytes.</summary>
    private static byte[] Data(int stream, long length)
    {
        var bytes = new List<byte>();
        for (var left = length; left > 0; left -= RawHttp2.DefaultFrameSize)
            bytes.AddRange(RawFrame.Bytes(RawType.Data, RawFlags.None, stream, new byte[Math.Min(left, RawHttp2.DefaultFrameSize)]));
        return [.. bytes];
    }

    private static async Task AssertCountAsync(RawHttp2 client, int stream, int length)
    {
        var answer = await client.AnswerAsync(stream);
        Assert.Equal(("0", length), (answer.Status, BinaryPrimitives.ReadInt32BigEndian([.. answer.Body[5..]])));
    }

    private static Task<TestServer> StartAsync() => TestServer.StartAsync(
        RpcMethod.Unary("Echo", BytesMarshaller.Instance, BytesMarshaller.Instance, (request, _) => new ValueTask<byte[]>(request)),
        RpcMethod.ClientStreaming("Count", BytesMarshaller.Instance, BytesMarshaller.Instance, async (requests, _) =>
        {
            var length = 0;
            await foreach (var request in requests) length += request.Length;
            return RawFrame.Number32(length);
        }),
        RpcMethod.ClientStreaming("Hold", BytesMarshaller.Instance, BytesMarshaller.Instance, async (_, call) =>
        {
            await Task.Delay(Timeout.Infinite, call.CancellationToken);
            return Array.Empty<byte>();
        }));
}
