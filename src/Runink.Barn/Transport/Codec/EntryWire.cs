using Runink.Raft;

namespace Runink.Barn;

/// <summary>
/// An entry as the protobuf message <c>runink.peer.v1.Entry</c>; its index follows from its place in the message. Each command
/// is copied: the state keeps keys and values as slices of it for as long as they live, and one that lives long would else keep a whole
/// frame in memory.
/// </summary>
internal static class EntryWire
{
    public static int Measure(Entry entry)
    {
        var size = WireWriter.SizeOfField((long)entry.Kind) + WireWriter.SizeOfField(entry.Term.Value)
            + WireWriter.SizeOfBytes(entry.Command.Length);
        return entry.Membership is { } membership ? size + WireWriter.SizeOfMessage(MembershipWire.Measure(membership)) : size;
    }

    public static void Write(ref WireWriter output, Entry entry)
    {
        output.Number(1, (long)entry.Kind);
        output.Number(2, entry.Term.Value);
        output.Bytes(3, entry.Command.Span);
        if (entry.Membership is not { } membership) return;
        output.Message(4, MembershipWire.Measure(membership));
        MembershipWire.Write(ref output, membership);
    }

    /// <exception cref="InvalidDataException">The bytes are no entry, or one of a kind that is not known here.</exception>
    public static Entry Read(ReadOnlySpan<byte> bytes, LogIndex index, GroupId group)
    {
        var (kind, term) = (0, 0L);
        var command = ReadOnlyMemory<byte>.Empty;
        Membership? membership = null;
        var input = new WireReader(bytes);
        while (input.Next())
        {
            switch (input.Field)
            {
                case 1: kind = input.Enum(); break;
                case 2: term = MessageCodec.Count(ref input); break;
                case 3:
                    var (offset, length) = input.Bytes();
                    command = EntryBuffer.Keep(bytes.Slice(offset, length), group);
                    break;
                case 4:
                    var (start, size) = input.Bytes();
                    membership = MembershipWire.Read(bytes.Slice(start, size));
                    break;
                default: input.Skip(); break;
            }
        }

        if (term == 0) throw new InvalidDataException("an entry without a term");
        return (EntryKind)kind switch
        {
            EntryKind.Command when membership is null => new Entry(index, new Term(term), EntryKind.Command, command),
            EntryKind.Noop when membership is null && command.Length == 0 => new Entry(index, new Term(term), EntryKind.Noop),
            EntryKind.Membership when membership is not null && command.Length == 0 =>
                new Entry(index, new Term(term), EntryKind.Membership, default, membership),
            _ => throw new InvalidDataException($"an entry of kind {kind} that this version does not know"),
        };
    }
}
