using Google.Protobuf;
using Runink.Protocol.PeerV1;
using Kind = Runink.Protocol.PeerV1.Message.Types.Kind;
using MemberOf = Runink.Protocol.PeerV1.Membership.Types.Member;

namespace Runink.Barn.Tests.Transport;

public sealed class MalformedFrameTests
{
    public static TheoryData<string, Message> Messages() => new()
    {
        { "negative", new Message { Kind = Kind.Heartbeat, Term = -1 } },
        { "negative", new Message { Kind = Kind.Heartbeat, Commit = -1 } },
        { "negative", new Message { Kind = Kind.Heartbeat, Number = 1UL << 63 } },
        { "without its membership", new Message { Kind = Kind.SnapshotChunk } },
        { "without a term", Append(new Entry()) },
        { "does not know", Append(new Entry { Term = 1, Kind = (Entry.Types.Kind)3 }) },
        { "does not know", Append(new Entry { Term = 1, Kind = Entry.Types.Kind.Membership }) },
        { "does not know", Append(new Entry { Term = 1, Kind = Entry.Types.Kind.Noop, Command = ByteString.CopyFromUtf8("x") }) },
        { "does not know", Append(new Entry { Term = 1, Membership = new Membership() }) },
        { "have no index", Append(new Entry { Term = 1 }, long.MaxValue) },
        { "order of their ids", Chunk(new Membership { Current = { new MemberOf { Id = 2 }, new MemberOf { Id = 2 } } }) },
        { "order of their ids", Chunk(new Membership { Current = { new MemberOf { Id = 0 } } }) },
        { "member of kind 3", Chunk(new Membership { Current = { new MemberOf { Id = 1, Kind = (MemberOf.Types.Kind)3 } } }) },
        { "two rosters", Chunk(new Membership { Outgoing = { new MemberOf { Id = 1 } } }) },
        { "more than 1024 members", Chunk(new Membership { Current = { Enumerable.Range(1, 1025).Select(id => new MemberOf { Id = (ulong)id }) } }) },
    };

    [Theory]
    [MemberData(nameof(Messages))]
    public void A_message_that_cannot_be_is_refused(string why, Message message) =>
        Refused(why, new Frame { From = 1, To = 2, Messages = { message } });

    [Fact]
    public void A_frame_needs_a_sender_and_a_receiver()
    {
        Refused("without sender", new Frame { From = 1 });
        Refused("without sender", new Frame { To = 1 });
    }

    [Fact]
    public void More_messages_or_entries_than_anyone_sends_are_refused()
    {
        Refused("16385 messages", new Frame { From = 1, To = 2, Messages = { Enumerable.Repeat(new Message { Kind = Kind.StaleTerm }, 20_000) } });
        var append = new Message { Kind = Kind.AppendRequest, Entries = { Enumerable.Repeat(new Entry { Term = 1 }, 40_000) } };
        Refused("80000 entries", new Frame { From = 1, To = 2, Messages = { append, append } });
        var feed = new Message(append) { Kind = Kind.Feed };
        Refused("80000 entries", new Frame { From = 1, To = 2, Messages = { append, feed } });
        append.Entries.AddRange(append.Entries.ToArray());
        Refused("80000 entries", new Frame { From = 1, To = 2, Messages = { append } });
    }

    [Fact]
    public void A_frame_that_would_inflate_beyond_the_limit_is_refused_before_it_does() =>
        Refused("are the limit", new Frame { From = 1, To = 2, Deflated = Deflated(new byte[Frames.MaxInflated + 1]), InflatedLength = Frames.MaxInflated + 1 });

    [Theory]
    [InlineData(99)]
    [InlineData(101)]
    public void A_frame_that_inflates_to_another_length_than_it_says_is_refused(uint said) =>
        Refused("does not hold", new Frame { From = 1, To = 2, Deflated = Deflated(new byte[100]), InflatedLength = said });

    [Fact]
    public void A_deflated_frame_that_is_cut_off_is_refused()
    {
        var whole = Deflated(new byte[100_000]);
        Refused("does not hold", new Frame { From = 1, To = 2, Deflated = ByteString.CopyFrom(whole.Span[..(whole.Length / 2)]), InflatedLength = 100_000 });
    }

    private static Message Append(Entry entry, long previous = 1) => new() { Kind = Kind.AppendRequest, Index = previous, Entries = { entry } };

    private static Message Chunk(Membership membership) => new() { Kind = Kind.SnapshotChunk, Membership = membership };

    private static ByteString Deflated(byte[] plain)
    {
        using var target = new MemoryStream();
        using (var deflate = new System.IO.Compression.DeflateStream(target, System.IO.Compression.CompressionLevel.Fastest, leaveOpen: true))
            deflate.Write(plain);
        return ByteString.CopyFrom(target.ToArray());
    }

    private static void Refused(string why, Frame frame) =>
        Assert.Contains(why, Assert.Throws<InvalidDataException>(() => Frames.Read(frame.ToByteArray())).Message, StringComparison.Ordinal);
}
