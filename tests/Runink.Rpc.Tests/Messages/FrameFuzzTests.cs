using System.Buffers;
using System.Buffers.Binary;
using Runink.Rpc.Fixtures;

namespace Runink.Rpc.Messages;

/// <summary>The framing of messages under inputs grown from a corpus: never another exception than the right one, never another message than was framed.</summary>
public sealed class FrameFuzzTests
{
    private const int Max = 300;

    private static readonly byte[][] Corpus =
    [
        [], [0], [0, 0, 0, 0, 0], [0, 0, 0, 0, 3, 1, 2, 3], [1, 0, 0, 0, 2, 0x1F, 0x8B], [0, 0, 0, 1, 0x2C], [0, 0, 0, 1, 0x2D], [2, 0, 0, 0, 0],
        [0, 0xFF, 0xFF, 0xFF, 0xFF, 1], [0, 0x80, 0, 0, 0], [0, 0, 0, 0, 1, 7, 0, 0, 0, 0, 2, 8, 9], [0, 0, 0, 0, 1, 0xFF], Zipped(),
    ];

    [Fact]
    public void Every_input_is_read_as_what_it_is()
    {
        var seeded = Seed.Random();
        for (var i = 0; i < Seed.Inputs(50_000); i++)
        {
            var input = Mutate(Corpus[seeded.Random.Next(Corpus.Length)], seeded.Random);
            var (messages, error) = Read(Split(input, seeded.Random));
            Assert.True((messages, error) == Expected(input), $"{seeded.Name}: {Convert.ToHexString(input)} gave {messages} then {error}");
        }
    }

    [Fact]
    public void Gzip_gives_what_was_packed_or_an_error()
    {
        var seeded = Seed.Random();
        for (var i = 0; i < Seed.Inputs(5_000); i++)
        {
            var input = Mutate(Zipped(), seeded.Random);
            var buffer = new ReadOnlySequence<byte>(input);
            try
            {
                new MessageDecoder<byte[]>(BytesMarshaller.Instance, Max, isGzip: true, "request").TryTake(ref buffer, out var message);
                // Only what has gzip's own checksum is taken for packed.
                if (message is not null && input[0] == 1) Assert.True(message.All(value => value == 0), $"{seeded.Name}: {Convert.ToHexString(input)}");
            }
            catch (RpcException failure)
            {
                Assert.True(failure.Code is RpcCode.Internal or RpcCode.ResourceExhausted, $"{seeded.Name}: {failure.Message}");
            }
        }
    }

    /// <summary>A second reading of the format, over one array, as simple as can be.</summary>
    private static (string Messages, string Error) Expected(byte[] input)
    {
        var messages = "";
        for (var at = 0; input.Length - at >= 5;)
        {
            if (input[at] > 1) return (messages, "Internal");
            var length = BinaryPrimitives.ReadUInt32BigEndian(input.AsSpan(at + 1));
            if (length > Max) return (messages, "ResourceExhausted");
            if (input.Length - at - 5 < length) break;
            var payload = input.AsSpan(at + 5, (int)length);
            if (input[at] == 1 || payload is [0xFF, ..]) return (messages, "Internal");
            messages += Convert.ToHexString(payload) + ";";
            at += 5 + (int)length;
        }

        return (messages, "");
    }

    private static (string Messages, string Error) Read(ReadOnlySequence<byte> input)
    {
        var messages = "";
        try
        {
            while (new MessageDecoder<byte[]>(BytesMarshaller.Instance, Max, isGzip: false, "request").TryTake(ref input, out var message))
                messages += Convert.ToHexString(message) + ";";
            return (messages, "");
        }
        catch (RpcException failure)
        {
            return (messages, failure.Code.ToString());
        }
    }

    private static byte[] Mutate(byte[] input, Random random)
    {
        var bytes = new List<byte>(input);
        for (var edits = random.Next(4); edits > 0; edits--)
        {
            var at = random.Next(bytes.Count + 1);
            switch (random.Next(4))
            {
                case 0 when at < bytes.Count:
                    bytes[at] ^= (byte)(1 << random.Next(8));
                    break;
                case 1 when at < bytes.Count:
                    bytes.RemoveRange(at, random.Next(1, bytes.Count - at + 1));
                    break;
                case 2:
                    bytes.InsertRange(at, Corpus[random.Next(Corpus.Length)]);
                    break;
                default:
                    bytes.Insert(at, (byte)random.Next(256));
                    break;
            }
        }

        return [.. bytes];
    }

    /// <summary>The bytes in segments of random lengths, as a network would cut them.</summary>
    private static ReadOnlySequence<byte> Split(byte[] input, Random random)
    {
        var first = new Segment(ReadOnlyMemory<byte>.Empty, null);
        var last = first;
        for (var at = 0; at < input.Length;)
        {
            var length = random.Next(1, input.Length - at + 1);
            last = new Segment(input.AsMemory(at, length), last);
            at += length;
        }

        return new ReadOnlySequence<byte>(first, 0, last, last.Memory.Length);
    }

    private static byte[] Zipped()
    {
        using var packed = new MemoryStream();
        Gzip.Compress(new byte[200], packed);
        return [1, 0, 0, 0, (byte)packed.Length, .. packed.ToArray()];
    }

    private sealed class Segment : ReadOnlySequenceSegment<byte>
    {
        public Segment(ReadOnlyMemory<byte> memory, Segment? before)
        {
            Memory = memory;
            if (before is null) return;
            RunningIndex = before.RunningIndex + before.Memory.Length;
            before.Next = this;
        }
    }
}
