using Runink.Raft;

namespace Runink.Barn;

/// <summary>A membership as the protobuf message <c>runink.peer.v1.Membership</c>.</summary>
internal static class MembershipWire
{
    /// <summary>Members of one roster that are taken, at most.</summary>
    private const int MaxMembers = 1024;

    public static int Measure(Membership membership) =>
        Measure(membership.Current) + (membership.Outgoing is { } outgoing ? Measure(outgoing) + 2 : 0);

    public static void Write(ref WireWriter output, Membership membership)
    {
        Write(ref output, 1, membership.Current);
        if (membership.Outgoing is not { } outgoing) return;
        Write(ref output, 2, outgoing);
        output.Number(3, 1);
    }

    /// <exception cref="InvalidDataException">The bytes are no membership.</exception>
    public static Membership Read(ReadOnlySpan<byte> bytes)
    {
        List<Member> current = [], outgoing = [];
        var isJoint = false;
        var input = new WireReader(bytes);
        while (input.Next())
        {
            switch (input.Field)
            {
                case 1: Add(current, bytes, input.Bytes()); break;
                case 2: Add(outgoing, bytes, input.Bytes()); break;
                case 3: isJoint = input.Bool(); break;
                default: input.Skip(); break;
            }
        }

        if (outgoing.Count > 0 && !isJoint) throw new InvalidDataException("a membership that is not joint has two rosters");
        return new Membership(RosterOf(current), isJoint ? RosterOf(outgoing) : null);
    }

    private static int Measure(Roster roster)
    {
        var size = 0;
        foreach (var member in roster.Members) size += WireWriter.SizeOfMessage(Measure(member));
        return size;
    }

    private static int Measure(Member member) =>
        WireWriter.SizeOfField((long)member.Id.Value) + WireWriter.SizeOfField((long)member.Kind);

    private static void Write(ref WireWriter output, int field, Roster roster)
    {
        foreach (var member in roster.Members)
        {
            output.Message(field, Measure(member));
            output.Number(1, (long)member.Id.Value);
            output.Number(2, (long)member.Kind);
        }
    }

    private static void Add(List<Member> members, ReadOnlySpan<byte> bytes, (int Offset, int Length) place)
    {
        if (members.Count == MaxMembers) throw new InvalidDataException($"a roster of more than {MaxMembers} members");
        var (id, kind) = (0UL, 0);
        var input = new WireReader(bytes.Slice(place.Offset, place.Length));
        while (input.Next())
        {
            switch (input.Field)
            {
                case 1: id = input.Unsigned(); break;
                case 2: kind = input.Enum(); break;
                default: input.Skip(); break;
            }
        }

        if (kind is < 0 or > (int)MemberKind.Witness) throw new InvalidDataException($"a member of kind {kind}");
        members.Add(new Member(new NodeId(id), (MemberKind)kind));
    }

    private static Roster RosterOf(List<Member> members)
    {
        for (var i = 0; i < members.Count; i++)
            if (members[i].Id.Value <= (i == 0 ? 0 : members[i - 1].Id.Value))
                throw new InvalidDataException("the members of a roster are not in the order of their ids");
        return Roster.Of(members);
    }
}
