using System.Buffers;

namespace Runink.Barn.Tests.Kv.Codec;

/// <summary>The reader of commands, given entries that were spoiled in any way.</summary>
public sealed class KvCommandFuzzTests
{
    private static readonly byte[][] Corpus = [.. Proposals()];

    [Fact]
    public void A_spoiled_command_is_refused_or_means_what_is_written_again()
    {
        Fuzzing.Run(chance =>
        {
            var spoiled = Fuzzing.Spoil(Corpus[chance.Next(Corpus.Length)], chance);
            KvEnvelope read;
            try
            {
                read = KvCommandCodec.Decode(spoiled);
            }
            catch (KvFormatException)
            {
                return;
            }

            var written = Encode(read);
            if (written.AsSpan().SequenceEqual(spoiled)) return;
            // The one thing that is written shorter than it may be read: filters of a range that are all zero.
            Assert.True(written.Length < spoiled.Length, $"{Convert.ToHexString(spoiled)} became {Convert.ToHexString(written)}");
            Assert.True(written.AsSpan().SequenceEqual(Encode(KvCommandCodec.Decode(written))));
        });
    }

    private static IEnumerable<byte[]> Proposals()
    {
        var random = new RandomProposals(new Random(1));
        for (var i = 0; i < 500; i++) yield return Encode(random.Next());
    }

    private static byte[] Encode(in KvEnvelope envelope)
    {
        var output = new ArrayBufferWriter<byte>();
        KvCommandCodec.Encode(envelope, output);
        return output.WrittenSpan.ToArray();
    }
}
