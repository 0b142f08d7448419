using System.Buffers;
using Google.Protobuf;
using Runink.Protocol.PeerV1;
using Runink.Raft;
using WireEntry = Runink.Protocol.PeerV1.Entry;
using WireMembership = Runink.Protocol.PeerV1.Membership;
using WireMessage = Runink.Protocol.PeerV1.Message;

namespace Runink.Barn.Tests.Transport;

public sealed class FrameTests
{
    [Fact]
    public void The_samples_hold_every_message_that_there_is()
    {
        var all = typeof(Raft.Message).Assembly.GetTypes().Where(type => type.IsSubclassOf(typeof(Raft.Message)) && !type.IsAbstract);
        var messages = SampleMessages.OneOfEach().Concat(SampleMessages.OfFeeding());

        Assert.Equivalent(all.Select(type => type.Name), messages.Select(message => message.GetType().Name).Distinct(), strict: true);
        Assert.Equal(
            Enum.GetNames<MessageKind>().Skip(1).Order(StringComparer.Ordinal),
            all.Select(type => type.Name).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Whatever_is_written_is_read()
    {
        var chance = Seed.Draw();
        for (var i = 0; i < 500; i++)
        {
            var messages = Enumerable.Range(0, chance.Next(8)).Select(_ => SampleMessages.Any(chance)).ToList();
            var frame = Frames.Of(messages);
            if (chance.Next(4) == 0) frame.TryDeflate();
            var bytes = Frames.Write(frame);

            var read = Frames.Read(bytes);

            Assert.Equal((SampleMessages.Sender, SampleMessages.Receiver, 0), (read.From, read.To, read.Unknown));
            Assert.Equal(Frames.Texts(messages), Frames.Texts(read.Messages));
            Assert.Equal(bytes.Length, read.WireBytes);
        }
    }

    [Fact]
    public void The_bytes_are_those_of_protobufs_own_code()
    {
        var chance = Seed.Draw();
        for (var i = 0; i < 200; i++)
        {
            var bytes = Frames.Write(Frames.Of(SampleMessages.Any(chance), SampleMessages.Any(chance)));

            Assert.Equal(bytes, Frame.Parser.ParseFrom(bytes).ToByteArray());
        }
    }

    [Fact]
    public void The_numbers_of_the_kinds_are_those_of_the_proto_file() =>
        Assert.Equal(
            Enum.GetValues<MessageKind>().Select(kind => (kind.ToString(), (int)kind)),
            Enum.GetValues<WireMessage.Types.Kind>().Select(kind => (kind.ToString(), (int)kind)));

    [Fact]
    public void The_numbers_of_reasons_entries_and_members_are_those_of_the_proto_file()
    {
        Assert.Equal(Numbers<RefusalReason>(), Numbers<WireMessage.Types.Reason>());
        Assert.Equal(Numbers<EntryKind>().SkipLast(1), Numbers<WireEntry.Types.Kind>());
        Assert.Equal(Numbers<MemberKind>(), Numbers<WireMembership.Types.Member.Types.Kind>());
    }

    [Fact]
    public void A_frame_in_pieces_is_read_like_one_in_one_piece()
    {
        var bytes = Frames.Write(Frames.Of(SampleMessages.OneOfEach()));
        var first = new Piece(bytes.AsMemory(0, 100), null);
        var last = new Piece(bytes.AsMemory(100), first);

        var read = new FrameReader(0).Read(new ReadOnlySequence<byte>(first, 0, last, last.Memory.Length));

        Assert.Equal(Frames.Texts(SampleMessages.OneOfEach()), Frames.Texts(read.Messages));
    }

    [Fact]
    public void Nothing_that_was_read_lives_in_the_bytes_it_came_in()
    {
        var bytes = Frames.Write(Frames.Of(SampleMessages.OneOfEach()));
        var read = Frames.Read(bytes);
        bytes.AsSpan().Clear();

        Assert.Equal(Frames.Texts(SampleMessages.OneOfEach()), Frames.Texts(read.Messages));
    }

    [Fact]
    public void Fields_of_a_later_version_are_passed_over()
    {
        var frame = Frame.Parser.ParseFrom(Frames.Write(Frames.Of(SampleMessages.OneOfEach())));
        var later = frame.ToByteArray().Concat(Convert.FromHexString("C2060361626398061F")).ToArray();
        Assert.Equal(Frames.Texts(SampleMessages.OneOfEach()), Frames.Texts(Frames.Read(later).Messages));

        // Field 99 of a message: a number.
        var message = frame.Messages[0].ToByteArray().Concat(Convert.FromHexString("98062A")).ToArray();
        var withField = new Frame { From = frame.From, To = frame.To, Messages = { WireMessage.Parser.ParseFrom(message) } };
        Assert.Equal(
            [SampleMessages.TextOf(SampleMessages.OneOfEach()[0])], Frames.Texts(Frames.Read(withField.ToByteArray()).Messages));
    }

    [Fact]
    public void A_kind_of_a_later_version_is_passed_over_and_counted()
    {
        var frame = Frame.Parser.ParseFrom(Frames.Write(Frames.Of(SampleMessages.OneOfEach().Take(2))));
        frame.Messages.Insert(1, new WireMessage { Kind = (WireMessage.Types.Kind)1000, Term = 3 });

        var read = Frames.Read(frame.ToByteArray());

        Assert.Equal(1, read.Unknown);
        Assert.Equal(Frames.Texts(SampleMessages.OneOfEach().Take(2)), Frames.Texts(read.Messages));
    }

    [Fact]
    public void A_reason_of_a_later_version_is_still_a_refusal()
    {
        var message = new WireMessage { Kind = WireMessage.Types.Kind.ForwardedProposalResponse, Reason = (WireMessage.Types.Reason)11 };
        var read = Frames.Read(new Frame { From = 1, To = 2, Messages = { message } }.ToByteArray());

        Assert.Equal(RefusalReason.Busy, Assert.IsType<ForwardedProposalResponse>(Assert.Single(read.Messages)).Reason);
    }

    [Fact]
    public void What_does_not_shrink_by_a_quarter_is_not_deflated()
    {
        var noise = new byte[4096];
        new Random(1).NextBytes(noise);
        var frame = Frames.Of(new ForwardedProposal(new GroupId(1), SampleMessages.Sender, SampleMessages.Receiver, new Term(1), 1, noise));

        Assert.False(frame.TryDeflate());
        Assert.True(frame.Deflated.IsEmpty);
        Assert.Single(Frames.Read(Frames.Write(frame)).Messages);
    }

    [Fact]
    public void What_shrinks_by_a_quarter_leaves_deflated()
    {
        var command = new byte[100_000];
        var frame = Frames.Of(
            new ForwardedProposal(new GroupId(1), SampleMessages.Sender, SampleMessages.Receiver, new Term(1), 1, command));

        Assert.True(frame.TryDeflate());
        var bytes = Frames.Write(frame);

        Assert.InRange(bytes.Length, 1, command.Length / 10);
        Assert.Equal(command, Assert.IsType<ForwardedProposal>(Assert.Single(Frames.Read(bytes).Messages)).Command.ToArray());
        frame.Clear();
        Assert.True(frame.Deflated.IsEmpty);
    }

    private static IEnumerable<(string Name, int Number)> Numbers<T>()
        where T : struct, Enum => Enum.GetValues<T>().Select(value => (value.ToString(), Convert.ToInt32(value)));

    private sealed class Piece : ReadOnlySequenceSegment<byte>
    {
        public Piece(ReadOnlyMemory<byte> bytes, Piece? before)
        {
            Memory = bytes;
            if (before is null) return;
            RunningIndex = before.RunningIndex + before.Memory.Length;
            before.Next = this;
        }
    }
}
