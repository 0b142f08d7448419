using Runink.Rpc.Fixtures;

namespace Runink.Rpc.Http2.Hpack;

/// <summary>Blocks that were tampered with: the fields, the error and the table are those of a second reading of the format.</summary>
public sealed class HpackFuzzTests
{
    private const int MaxTableBytes = 200;
    private const int MaxHeadersBytes = 400;

    [Fact]
    public void Every_input_is_read_as_what_it_is()
    {
        var seeded = Seed.Random();
        var random = seeded.Random;
        var ends = new Dictionary<string, int>(StringComparer.Ordinal) { [""] = 0, ["malformed"] = 0, ["too large"] = 0 };
        var inputs = Seed.Inputs(200_000);
        for (var i = 0; i < inputs;)
        {
            var writer = new BlockWriter(MaxTableBytes);
            var decoder = new HpackDecoder(MaxTableBytes, MaxHeadersBytes);
            var judge = new SlowDecoder(MaxTableBytes, MaxHeadersBytes);
            for (var end = ""; end != "malformed" && i < inputs; i++)
            {
                var isNoise = random.Next(8) == 0;
                var input = isNoise ? Noise(random) : Mutate(RandomHeaders.Block(writer, MaxTableBytes, random).Block, random);
                (var fields, end) = Read(decoder, input);
                var expected = judge.Decode(input);
                var isRight = end == expected.End && fields.SequenceEqual(expected.Fields);
                Assert.True(isRight, $"{seeded.Name}: {Convert.ToHexString(input)} gave {string.Join(", ", fields)} {end}");
                ends[end]++;
            }
        }

        // Each way to end was seen, unless there were hardly any inputs.
        Assert.True(inputs < 10_000 || ends.Values.All(count => count > inputs / 200), $"{seeded.Name}: {string.Join(", ", ends)}");
    }

    private static (List<HeaderField> Fields, string End) Read(HpackDecoder decoder, byte[] input)
    {
        var fields = new List<HeaderField>();
        try
        {
            decoder.Decode(input, fields);
            return (fields, "");
        }
        catch (HpackException)
        {
            return (fields, "malformed");
        }
        catch (HeadersTooLargeException)
        {
            return (fields, "too large");
        }
    }

    private static byte[] Noise(Random random)
    {
        var bytes = new byte[random.Next(40)];
        random.NextBytes(bytes);
        return bytes;
    }

    private static byte[] Mutate(byte[] input, Random random)
    {
        var bytes = new List<byte>(input);
        for (var edits = random.Next(3); edits > 0; edits--)
        {
            var at = random.Next(bytes.Count + 1);
            switch (random.Next(5))
            {
                case 0 when at < bytes.Count:
                    bytes[at] ^= (byte)(1 << random.Next(8));
                    break;
                case 1 when at < bytes.Count:
                    bytes.RemoveRange(at, random.Next(1, bytes.Count - at + 1));
                    break;
                case 2 when at < bytes.Count:
                    bytes.InsertRange(at, bytes.GetRange(at, random.Next(1, bytes.Count - at + 1)));
                    break;
                case 3:
                    bytes.InsertRange(at, Enumerable.Repeat((byte)(random.Next(2) * 0xFF), random.Next(1, 6)));
                    break;
                default:
                    bytes.Insert(at, (byte)random.Next(256));
                    break;
            }
        }

        return [.. bytes];
    }
}
