using System.Buffers;
using Runink.Rpc;
using Google.Protobuf;
using Runink.Protocol;

namespace Runink.Barn.Tests;

/// <summary>The hand-written messages against those that protoc made.</summary>
public sealed class MarshallerTests
{
    private static readonly ReplyHeader Header = new(0xCDF818194E3A8C32, 0x8E9E05C52164694D, 1234567, 2);

    [Fact]
    public void A_put_is_read_as_protobuf_reads_it()
    {
        var request = new PutRequest
        {
            Key = ByteString.CopyFrom(new byte[200]),
            Value = ByteString.CopyFromUtf8("value"),
            Lease = -7,
            PrevKv = true,
            IgnoreLease = true,
            IgnoreValue = true,
        };
        var read = PutRequestReader.Instance.Read(new ReadOnlySequence<byte>(request.ToByteArray())).Command;
        Assert.Equal(request, new PutRequest
        {
            Key = ByteString.CopyFrom(read.Key.Span),
            Value = ByteString.CopyFrom(read.Value.Span),
            Lease = read.Lease,
            PrevKv = read.PrevKv,
            IgnoreLease = read.IgnoreLease,
            IgnoreValue = read.IgnoreValue,
        });
    }

    [Fact]
    public void A_range_is_read_as_protobuf_reads_it()
    {
        var request = new RangeRequest
        {
            Key = ByteString.CopyFromUtf8("a"),
            RangeEnd = ByteString.CopyFromUtf8("b"),
            Limit = 3,
            Revision = 1L << 40,
            SortOrder = RangeRequest.Types.SortOrder.Descend,
            SortTarget = RangeRequest.Types.SortTarget.Value,
            Serializable = true,
            KeysOnly = true,
            CountOnly = true,
            MinModRevision = 4,
            MaxModRevision = 5,
            MinCreateRevision = 6,
            MaxCreateRevision = 7,
        };
        var (query, serializable) = RangeRequestReader.Instance.Read(new ReadOnlySequence<byte>(request.ToByteArray()));
        var expected = request.ToQuery();
        Assert.True(serializable);
        Assert.Equal("ab", System.Text.Encoding.UTF8.GetString([.. query.Key.Span, .. query.RangeEnd.Span]));
        Assert.Equal(expected with { Key = default, RangeEnd = default }, query with { Key = default, RangeEnd = default });
    }

    [Fact]
    public void Fields_that_are_not_known_are_passed_over()
    {
        var message = new byte[] { 0x0A, 1, (byte)'k', 0xA0, 0x06, 5, 0xA9, 0x06, 1, 2, 3, 4, 5, 6, 7, 8, 0xAA, 0x06, 1, 9, 0xAD, 0x06, 1, 2, 3, 4 };
        Assert.Equal("k"u8.ToArray(), PutRequestReader.Instance.Read(new ReadOnlySequence<byte>(message)).Command.Key.ToArray());
    }

    [Fact]
    public void A_damaged_message_is_an_error_whatever_the_damage()
    {
        var random = Seed.Draw();
        var message = new PutRequest { Key = ByteString.CopyFromUtf8("key"), Value = ByteString.CopyFrom(new byte[300]), Lease = 1 }.ToByteArray();
        for (var i = 0; i < 20_000; i++)
        {
            var damaged = message[..random.Next(message.Length + 1)];
            for (var j = random.Next(4); j > 0 && damaged.Length > 0; j--) damaged[random.Next(damaged.Length)] = (byte)random.Next(256);
            foreach (var read in new Action<ReadOnlySequence<byte>>[] { s => PutRequestReader.Instance.Read(s), s => RangeRequestReader.Instance.Read(s) })
            {
                var failure = Record.Exception(() => read(new ReadOnlySequence<byte>(damaged)));
                Assert.True(failure is null or InvalidDataException, failure?.ToString());
            }
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(127)]
    [InlineData(128)]
    [InlineData(100_000)]
    public void A_watch_reply_is_written_as_protobuf_writes_it(int valueLength)
    {
        var put = Version("key", new byte[valueLength], mod: 9, create: 8, version: 2);
        var reply = new WatchReply(Header, WatchReply.NoWatch)
        {
            Created = true,
            Canceled = true,
            CompactRevision = 300,
            CancelReason = "why €",
            Fragment = true,
            Events = new[] { new WatchEvent(put, put), new WatchEvent(KeyVersion.Tombstone("gone"u8, 10), null) },
        };
        AssertSame(reply.ToMessage(), WatchReplyWriter.Instance, reply);
    }

    [Fact]
    public void The_answers_to_ranges_and_puts_are_written_as_protobuf_writes_them()
    {
        KeyVersion[] pairs = [Version("a", "1"u8.ToArray(), 5, 4, 2), Version("b", new byte[5000], 6, 6, 1)];
        var range = new RangeResult(7, pairs, 300, More: true);
        AssertSame(range.ToMessage(Header.ToMessage()), RangeReplyWriter.Instance, new RangeReply(Header, range));
        AssertSame(
            new PutResponse { Header = Header.ToMessage(), PrevKv = pairs[1].ToMessage() }, PutReplyWriter.Instance, new PutReply(Header, pairs[1]));
        AssertSame(new PutResponse { Header = Header.ToMessage() }, PutReplyWriter.Instance, new PutReply(Header, null));
    }

    private static void AssertSame<T>(IMessage expected, IMessageWriter<T> marshaller, T reply)
    {
        var output = new ArrayBufferWriter<byte>();
        marshaller.Write(reply, output);
        Assert.Equal(expected.ToByteArray(), output.WrittenSpan.ToArray());
        Assert.Equal(output.WrittenCount, marshaller.Measure(reply));
    }

    private static KeyVersion Version(string key, byte[] value, long mod, long create, long version) =>
        KeyVersion.Put(System.Text.Encoding.UTF8.GetBytes(key), value, mod, create, version, lease: 5);
}
