using System.Text;
using Runink.Rpc.Fixtures;
using Runink.Rpc.Http2.Fixtures;

namespace Runink.Rpc.Http2;

/// <summary>Connections grown from good ones by mistakes at random: each comes to its end, none breaks the server.</summary>
public sealed class ConnectionFuzzTests
{
    private const int FramesMax = 24;

    private static readonly byte[] Preface = Encoding.ASCII.GetBytes("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n");
    private static readonly byte[] Block = RawHpack.Encode(RawCalls.Fields());

    [Fact]
    public async Task Whatever_is_sent_the_connection_ends_and_others_are_served()
    {
        var seeded = Seed.Random();
        var log = new ErrorLog();
        var failed = new List<string>();
        await using var server = await RawCalls.StartAsync(options => options with
        {
            LoggerFactory = log,
            MaxConcurrentStreams = 10,
            CallEnded = (call, code, failure) =>
            {
                if (code != RpcCode.Unknown) return;
                lock (failed) failed.Add($"{call.Path}: {failure}");
            },
        });
        await using var good = await RawHttp2.ConnectAsync(server);
        var inputs = Seed.Inputs(4_000);
        for (var i = 0; i < inputs; i++)
        {
            var input = Input(seeded.Random);
            await using var socket = await RawSocket.OpenAsync(server);
            if (seeded.Random.Next(4) == 0) await SendInPiecesAsync(socket, input, seeded.Random);
            else await socket.TrySendAsync(input);
            socket.EndSending();
            await AssertEndsAsync(socket, $"{seeded.Name}, input {i}: {Convert.ToHexString(input)}");
            if (i % 100 != 0 && i + 1 < inputs) continue;
            await server.AssertServesAsync();
            Assert.True(log.Errors.IsEmpty && failed.Count == 0, $"{seeded.Name}, input {i}: {string.Join('\n', log.Errors)} {string.Join('\n', failed)}");
        }

        await good.AssertServesAsync();
    }

    private static async Task AssertEndsAsync(RawSocket socket, string input)
    {
        try
        {
            while (await socket.ReadAsync(1 << 24) is { } frame) Assert.True(frame.Type <= RawType.Continuation, $"{input}: {frame}");
        }
        catch (TimeoutException late)
        {
            Assert.Fail($"{input}: {late.Message}");
        }
    }

    private static async Task SendInPiecesAsync(RawSocket socket, byte[] input, Random random)
    {
        for (var at = 0; at < input.Length;)
        {
            var length = random.Next(1, Math.Min(input.Length - at, 100) + 1);
            if (!await socket.TrySendAsync(input.AsMemory(at, length))) return;
            at += length;
        }
    }

    /// <summary>A connection: frames of good calls, with some wrong, left out, repeated, in another order or cut.</summary>
    private static byte[] Input(Random random)
    {
        var frames = new List<byte[]> { RawFrame.SettingsBytes() };
        for (var stream = 1; frames.Count < 8; stream += 2) frames.AddRange(Call(random.Next(8), stream));
        for (var edits = random.Next(1, 6); edits > 0; edits--)
        {
            var at = random.Next(frames.Count);
            switch (random.Next(6))
            {
                case 0:
                    frames.RemoveAt(at);
                    if (frames.Count == 0) frames.Add([]);
                    break;
                case 1 when frames.Count < FramesMax:
                    frames.Insert(random.Next(frames.Count), frames[at]);
                    break;
                case 2 when frames.Count < FramesMax:
                    frames.InsertRange(at, Call(random.Next(8), random.Next(12)));
                    break;
                default:
                    frames[at] = Mutate(frames[at], random);
                    break;
            }
        }

        var preface = random.Next(50) == 0 ? Mutate(Preface, random) : Preface;
        return [.. preface, .. frames.SelectMany(frame => frame)];
    }

    private static byte[] Mutate(byte[] frame, Random random)
    {
        var bytes = frame.ToList();
        if (bytes.Count == 0) return [(byte)random.Next(256)];
        var at = random.Next(bytes.Count);
        switch (random.Next(5))
        {
            case 0:
                bytes[at] ^= (byte)(1 << random.Next(8));
                break;
            case 1:
                // Length, type, flags or stream.
                bytes[random.Next(Math.Min(bytes.Count, RawFrame.HeaderLength))] = (byte)random.Next(random.Next(2) == 0 ? 12 : 256);
                break;
            case 2:
                bytes[at] = (byte)random.Next(256);
                break;
            case 3:
                bytes.RemoveRange(at, random.Next(bytes.Count - at));
                break;
            default:
                bytes.Insert(at, (byte)random.Next(256));
                break;
        }

        return [.. bytes];
    }

    private static byte[][] Call(int kind, int stream)
    {
        byte[] ended = RawFrame.Bytes(RawType.Data, RawFlags.EndStream, stream, RawCalls.Message(1, 2, 3));
        return kind switch
        {
            0 => [Headers(RawFlags.EndHeaders, stream, Block), ended],
            1 => [Headers(RawFlags.None, stream, Block[..30]), RawFrame.Bytes(RawType.Continuation, RawFlags.EndHeaders, stream, Block.AsSpan(30)), ended],
            2 => [Headers(RawFlags.EndHeaders | RawFlags.Padded, stream, [5, .. Block, 0, 0, 0, 0, 0]), ended],
            3 =>
            [
                Headers(RawFlags.EndHeaders, stream, RawHpack.Encode(RawCalls.Fields(RawCalls.Mirror))),
                RawFrame.Bytes(RawType.Data, RawFlags.Padded, stream, [2, .. RawCalls.Message(RawCalls.Pattern(500)), 0, 0]),
                RawFrame.Bytes(RawType.WindowUpdate, RawFlags.None, stream, 0, 0, 0, 9),
                Headers(RawFlags.EndHeaders | RawFlags.EndStream, stream, RawHpack.Encode(("x-end", "1"))),
            ],
            4 => [Headers(RawFlags.EndHeaders, stream, Block), RawFrame.Bytes(RawType.ResetStream, RawFlags.None, stream, 0, 0, 0, 8)],
            5 => [RawFrame.Bytes(RawType.Ping, RawFlags.None, 0, new byte[8]), RawFrame.SettingsBytes((RawSetting.InitialWindowSize, 3), (RawSetting.HeaderTableSize, 50))],
            6 => [Headers(RawFlags.EndHeaders | RawFlags.Priority, stream, [0, 0, 0, 0, 9, .. Block, 0x40, .. RawHpack.Text("x-a"), .. RawHpack.Text("b")]), ended],
            _ => [RawFrame.Bytes(RawType.WindowUpdate, RawFlags.None, 0, 0, 0, 1, 0), RawFrame.Bytes(RawType.Priority, RawFlags.None, stream, new byte[5])],
        };
    }

    private static byte[] Headers(int flags, int stream, byte[] block) => RawFrame.Bytes(RawType.Headers, flags, stream, block);
}
