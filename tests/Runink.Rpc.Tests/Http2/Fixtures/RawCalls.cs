using System.Buffers.Binary;
using Runink.Rpc.Fixtures;

namespace Runink.Rpc.Http2.Fixtures;

/// <summary>Calls by the frame, and what is expected of them.</summary>
internal static class RawCalls
{
    public const string Echo = "/test.Echo/Echo";
    public const string Mirror = "/test.Echo/Mirror";
    public const string Hang = "/test.Echo/Hang";
    public const string Concat = "/test.Echo/Concat";

    public static Task<TestServer> StartAsync(Func<RpcServerOptions, RpcServerOptions>? change = null) =>
        TestServer.StartAsync(options => (change ?? (same => same))(options with { Services = [EchoMethods.Service()] }));

    /// <summary>The fields of a gRPC call.</summary>
    public static (string Name, string Value)[] Fields(string path = Echo) =>
    [
        (":method", "POST"), (":scheme", "http"), (":path", path), (":authority", "localhost"),
        ("content-type", "application/grpc"), ("te", "trailers"),
    ];

    /// <summary>A message in its frame.</summary>
    public static byte[] Message(params byte[] message)
    {
        var prefix = new byte[5];
        BinaryPrimitives.WriteInt32BigEndian(prefix.AsSpan(1), message.Length);
        return [.. prefix, .. message];
    }

    /// <summary>Bytes that tell where they are, and are a message to the marshaller.</summary>
    public static byte[] Pattern(int length) => [.. Enumerable.Range(0, length).Select(at => (byte)(at % 251))];

    extension(RawHttp2 client)
    {
        /// <summary>Begins a call; its stream.</summary>
        public async Task<int> BeginAsync(string path = Echo, bool ends = false)
        {
            var stream = client.NewStream();
            await client.HeadersAsync(stream, ends, Fields(path));
            return stream;
        }

        /// <summary>Sends headers, in as many frames as it takes.</summary>
        public async Task HeadersAsync(int stream, bool ends, params (string Name, string Value)[] fields)
        {
            var pieces = RawHpack.Encode(fields).Chunk(RawHttp2.DefaultFrameSize).ToArray();
            var flags = ends ? RawFlags.EndStream : 0;
            for (var at = 0; at < pieces.Length; at++)
            {
                if (at == pieces.Length - 1) flags |= RawFlags.EndHeaders;
                await client.SendAsync(at == 0 ? RawType.Headers : RawType.Continuation, flags, stream, pieces[at]);
                flags = 0;
            }
        }

        /// <summary>Sends a body in frames as long as they may be, whatever the windows.</summary>
        public async Task DataAsync(int stream, byte[] body, bool ends = true)
        {
            foreach (var piece in body.Chunk(RawHttp2.DefaultFrameSize).SkipLast(1)) await client.SendAsync(RawType.Data, 0, stream, piece);
            var last = body.Chunk(RawHttp2.DefaultFrameSize).LastOrDefault([]);
            await client.SendAsync(RawType.Data, ends ? RawFlags.EndStream : 0, stream, last);
        }

        /// <summary>Sends a body as the windows allow, and waits for them to open.</summary>
        public async Task DataWithinWindowsAsync(int stream, byte[] body, bool ends = true)
        {
            var at = 0;
            do
            {
                var length = (int)Math.Min(Math.Min(client.SendWindow, client[stream].SendWindow), Math.Min(RawHttp2.DefaultFrameSize, body.Length - at));
                if (length <= 0 && at < body.Length)
                {
                    await client.FrameAsync(frame => frame.Type == RawType.WindowUpdate);
                    continue;
                }

                var isLast = ends && at + length == body.Length;
                await client.SendAsync(RawType.Data, isLast ? RawFlags.EndStream : 0, stream, body[at..(at + length)]);
                at += length;
            }
            while (at < body.Length);
        }

        /// <summary>A call with one message; its stream.</summary>
        public async Task<int> CallAsync(params byte[] message)
        {
            var stream = await client.BeginAsync();
            await client.DataAsync(stream, Message(message));
            return stream;
        }

        /// <summary>What the server answers on a stream, whole.</summary>
        public async Task<RawStream> AnswerAsync(int stream)
        {
            await client.UntilAsync(() => client[stream].IsOver);
            return client[stream];
        }

        /// <summary>Reads until the stream is over, or the connection.</summary>
        public async Task UntilOverAsync(int stream)
        {
            while (!client[stream].IsOver && await client.ReadAsync() is not null)
            {
                // Either will come.
            }
        }

        /// <summary>The answer is the message, with a status that is good.</summary>
        public async Task AssertEchoAsync(int stream, params byte[] message)
        {
            var answer = await client.AnswerAsync(stream);
            Assert.Null(answer.Reset);
            Assert.Equal(2, answer.Blocks.Count);
            Assert.Equal((":status", "200"), answer.Blocks[0][0]);
            Assert.Contains(("content-type", "application/grpc"), answer.Blocks[0]);
            Assert.Equal(Message(message), answer.Body);
            Assert.Equal("0", answer.Blocks[1].Single(field => field.Name == "grpc-status").Value);
            Assert.DoesNotContain(answer.Blocks[1], field => field.Name.StartsWith(':'));
        }

        /// <summary>The connection serves calls.</summary>
        public async Task AssertServesAsync() => await client.AssertEchoAsync(await client.CallAsync(4, 2), 4, 2);

        /// <summary>The server says GOAWAY with one of these codes and closes.</summary>
        public async Task AssertConnectionErrorAsync(params RawError[] errors)
        {
            await client.EndAsync();
            Assert.True(client.GoAway is not null, "the connection was closed without GOAWAY");
            Assert.Contains(client.GoAway.Error, errors);
        }

        /// <summary>The connection is closed; if by GOAWAY, which may be lost, with one of these codes.</summary>
        public async Task AssertClosedAsync(params RawError[] errors)
        {
            await client.EndAsync();
            if (client.GoAway is not null) Assert.Contains(client.GoAway.Error, errors);
        }

        /// <summary>The server resets the stream with one of these codes and serves on.</summary>
        public async Task AssertStreamErrorAsync(int stream, params RawError[] errors)
        {
            await client.UntilAsync(() => client[stream].Reset is not null);
            Assert.Contains(client[stream].Reset!.Value, errors);
            await client.AssertServesAsync();
        }

        /// <summary>The server resets the stream and serves on, or makes it an error of the connection, which is its choice.</summary>
        public async Task AssertEitherErrorAsync(int stream, params RawError[] errors)
        {
            await client.UntilOverAsync(stream);
            if (client[stream].Reset is null) await client.AssertConnectionErrorAsync(errors);
            else await client.AssertStreamErrorAsync(stream, errors);
        }
    }

    /// <summary>A connection of its own is served.</summary>
    public static async Task AssertServesAsync(this TestServer server)
    {
        await using var client = await RawHttp2.ConnectAsync(server);
        await client.AssertServesAsync();
    }
}
