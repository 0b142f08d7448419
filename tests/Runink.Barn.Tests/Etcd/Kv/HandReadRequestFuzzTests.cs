using System.Buffers;
using Google.Protobuf;
using Runink.Protocol;

namespace Runink.Barn.Tests;

/// <summary>The requests that are read by hand, given messages that were spoiled in any way: what is taken, protobuf takes as the same.</summary>
public sealed class HandReadRequestFuzzTests
{
    private static readonly byte[][] Corpus =
    [
        .. RequestCorpus.Puts.Select(put => put.ToByteArray()), .. RequestCorpus.Ranges.Select(range => range.ToByteArray()),
        [0x0A, 1, (byte)'k', 0xA0, 0x06, 5, 0xA9, 0x06, 1, 2, 3, 4, 5, 6, 7, 8, 0xAA, 0x06, 1, 9, 0xAD, 0x06, 1, 2, 3, 4],
    ];

    [Fact]
    public void A_spoiled_put_is_refused_or_read_as_protobuf_reads_it()
    {
        Fuzzing.Run(chance =>
        {
            var spoiled = Fuzzing.Spoil(Corpus[chance.Next(Corpus.Length)], chance);
            if (!TryRead(spoiled, PutRequestReader.Instance.Read, out var call)) return;
            var put = call.Command;
            var expected = PutRequest.Parser.ParseFrom(spoiled).ToCommand();
            Assert.True(
                put.Key.Span.SequenceEqual(expected.Key.Span) && put.Value.Span.SequenceEqual(expected.Value.Span)
                && put with { Key = default, Value = default } == expected with { Key = default, Value = default },
                Convert.ToHexString(spoiled));
        });
    }

    [Fact]
    public void A_spoiled_range_is_refused_or_read_as_protobuf_reads_it()
    {
        Fuzzing.Run(chance =>
        {
            var spoiled = Fuzzing.Spoil(Corpus[chance.Next(Corpus.Length)], chance);
            if (!TryRead(spoiled, RangeRequestReader.Instance.Read, out var range)) return;
            var request = RangeRequest.Parser.ParseFrom(spoiled);
            var expected = request.ToQuery();
            Assert.True(
                range.Query.Key.Span.SequenceEqual(expected.Key.Span) && range.Query.RangeEnd.Span.SequenceEqual(expected.RangeEnd.Span)
                && range.Query with { Key = default, RangeEnd = default } == expected with { Key = default, RangeEnd = default }
                && range.Serializable == request.Serializable,
                Convert.ToHexString(spoiled));
        });
    }

    private delegate T Reader<T>(in ReadOnlySequence<byte> message);

    private static bool TryRead<T>(byte[] message, Reader<T> reader, out T read)
    {
        try
        {
            read = reader(new ReadOnlySequence<byte>(message));
            return true;
        }
        catch (InvalidDataException)
        {
            read = default!;
            return false;
        }
    }
}
