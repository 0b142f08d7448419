using Runink.Raft;

namespace Runink.Barn;

/// <summary>
/// A message of Raft as the protobuf message <c>runink.peer.v1.Message</c>. Sender and receiver are not part of it: a stream
/// has one of each. Unknown fields are passed over.
/// </summary>
internal static class MessageCodec
{
    /// <summary>Entries of one message that are taken, at most.</summary>
    public const int MaxEntries = 65_536;

    private const int EntriesField = 13;

    public static int Measure(Message message)
    {
        var f = MessageMapping.ToFields(message);
        var size = WireWriter.SizeOfField((long)f.Kind) + WireWriter.SizeOfField((long)f.Group.Value)
            + WireWriter.SizeOfField(f.Term.Value) + WireWriter.SizeOfField(f.Position.Index.Value)
            + WireWriter.SizeOfField(f.Position.Term.Value) + WireWriter.SizeOfField(f.Commit.Value)
            + WireWriter.SizeOfField((long)f.Number) + (f.Flag ? 2 : 0) + WireWriter.SizeOfField((long)f.Source.Value)
            + WireWriter.SizeOfField((long)f.Reason) + WireWriter.SizeOfBytes(f.Data.Length)
            + WireWriter.SizeOfField(f.Bound.Value) + WireWriter.SizeOfField(f.Campaign.Value);
        if (f.Membership is { } membership) size += WireWriter.SizeOfMessage(MembershipWire.Measure(membership));
        if (f.Entries is null) return size;
        for (var i = 0; i < f.Entries.Count; i++) size += WireWriter.SizeOfMessage(EntryWire.Measure(f.Entries[i]));
        return size;
    }

    public static void Write(ref WireWriter output, Message message)
    {
        var f = MessageMapping.ToFields(message);
        output.Number(1, (long)f.Kind);
        output.Number(2, (long)f.Group.Value);
        output.Number(3, f.Term.Value);
        output.Number(4, f.Position.Index.Value);
        output.Number(5, f.Position.Term.Value);
        output.Number(6, f.Commit.Value);
        output.Number(7, (long)f.Number);
        output.Number(8, f.Flag ? 1 : 0);
        output.Number(9, (long)f.Source.Value);
        output.Number(10, (long)f.Reason);
        output.Bytes(11, f.Data.Span);
        if (f.Membership is { } membership)
        {
            output.Message(12, MembershipWire.Measure(membership));
            MembershipWire.Write(ref output, membership);
        }

        for (var i = 0; i < f.Entries?.Count; i++)
        {
            output.Message(EntriesField, EntryWire.Measure(f.Entries[i]));
            EntryWire.Write(ref output, f.Entries[i]);
        }

        output.Number(14, f.Bound.Value);
        output.Number(15, f.Campaign.Value);
    }

    /// <summary>Reads one message. What it keeps of the bytes is copied.</summary>
    /// <returns>The message, or null when its kind is not known here.</returns>
    /// <exception cref="InvalidDataException">The bytes are no message.</exception>
    public static Message? Read(ReadOnlySpan<byte> bytes, NodeId from, NodeId to)
    {
        var f = default(MessageFields);
        var (index, indexTerm, entries) = (0L, 0L, 0);
        var input = new WireReader(bytes);
        while (input.Next())
        {
            switch (input.Field)
            {
                case 1: f.Kind = (MessageKind)input.Enum(); break;
                case 2: f.Group = new GroupId(input.Unsigned()); break;
                case 3: f.Term = new Term(Count(ref input)); break;
                case 4: index = Count(ref input); break;
                case 5: indexTerm = Count(ref input); break;
                case 6: f.Commit = new LogIndex(Count(ref input)); break;
                case 7: f.Number = input.Unsigned(); break;
                case 8: f.Flag = input.Bool(); break;
                case 9: f.Source = new NodeId(input.Unsigned()); break;
                case 10: f.Reason = Reason(input.Enum()); break;
                case 11: f.Data = Data(Slice(bytes, input.Bytes()), f); break;
                case 12: f.Membership = MembershipWire.Read(Slice(bytes, input.Bytes())); break;
                case EntriesField: input.Skip(); entries++; break;
                case 14: f.Bound = new LogIndex(Count(ref input)); break;
                case 15: f.Campaign = new Term(Count(ref input)); break;
                default: input.Skip(); break;
            }
        }

        f.Position = new LogPosition(new LogIndex(index), new Term(indexTerm));
        if (f.Kind is MessageKind.AppendRequest or MessageKind.Feed && entries > 0) f.Entries = Entries(bytes, new LogIndex(index), entries, f.Group);
        return MessageMapping.ToMessage(f, from, to);
    }

    /// <summary>A number that cannot be below zero.</summary>
    internal static long Count(ref WireReader input)
    {
        var number = input.Signed();
        return number >= 0 ? number : throw new InvalidDataException($"field {input.Field} is negative");
    }

    // Kind and group come first, as members write them; in any other order the bytes are only kept less cheaply.
    private static ReadOnlyMemory<byte> Data(ReadOnlySpan<byte> bytes, in MessageFields fields) =>
        fields.Kind == MessageKind.ForwardedProposal ? EntryBuffer.Keep(bytes, fields.Group) : bytes.ToArray();

    private static Entry[] Entries(ReadOnlySpan<byte> bytes, LogIndex previous, int count, GroupId group)
    {
        if (count > MaxEntries) throw new InvalidDataException($"a message has {count} entries");
        if (previous.Value > long.MaxValue - count) throw new InvalidDataException("the entries have no index");
        var entries = new Entry[count];
        var input = new WireReader(bytes);
        for (var i = 0; input.Next();)
        {
            if (input.Field != EntriesField)
            {
                input.Skip();
                continue;
            }

            i++;
            entries[i - 1] = EntryWire.Read(Slice(bytes, input.Bytes()), previous + i, group);
        }

        return entries;
    }

    /// <summary>Of a reason that a later version has, only that it is one is known.</summary>
    private static RefusalReason Reason(int number) =>
        number is >= (int)RefusalReason.None and <= (int)RefusalReason.TimedOut ? (RefusalReason)number : RefusalReason.Busy;

    private static ReadOnlySpan<byte> Slice(ReadOnlySpan<byte> bytes, (int Offset, int Length) place) =>
        bytes.Slice(place.Offset, place.Length);
}
