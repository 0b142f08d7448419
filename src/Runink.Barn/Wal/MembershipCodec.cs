using System.Buffers.Binary;
using Runink.Raft;

namespace Runink.Barn;

/// <summary>
/// Memberships as bytes: how many are in the current roster, how many in the outgoing one and one more (zero: there is none),
/// then
/// for each member its id and kind.
/// </summary>
internal static class MembershipCodec
{
    private const int HeadSize = 8;
    private const int MemberSize = 16;

    public static int SizeOf(Membership membership) =>
        HeadSize + (MemberSize * (membership.Current.Members.Length + (membership.Outgoing?.Members.Length ?? 0)));

    public static void Write(Membership membership, Span<byte> into)
    {
        var current = membership.Current.Members;
        BinaryPrimitives.WriteInt32LittleEndian(into, current.Length);
        BinaryPrimitives.WriteInt32LittleEndian(into[4..], membership.Outgoing is { } old ? old.Members.Length + 1 : 0);
        into = Write(membership.Current, into[HeadSize..]);
        if (membership.Outgoing is { } outgoing) Write(outgoing, into);
    }

    /// <returns>The membership, or null when the bytes are not exactly one.</returns>
    public static Membership? Read(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < HeadSize || bytes.Length % MemberSize != HeadSize) return null;
        var current = BinaryPrimitives.ReadUInt32LittleEndian(bytes);
        var outgoing = BinaryPrimitives.ReadUInt32LittleEndian(bytes[4..]);
        var members = (bytes.Length - HeadSize) / MemberSize;
        if (current > members || current + Math.Max(outgoing, 1L) - 1 != members) return null;
        bytes = bytes[HeadSize..];
        if (ReadRoster(bytes[..((int)current * MemberSize)]) is not { } now) return null;
        if (outgoing == 0) return new Membership(now);
        return ReadRoster(bytes[((int)current * MemberSize)..]) is { } before ? new Membership(now, before) : null;
    }

    private static Span<byte> Write(Roster roster, Span<byte> into)
    {
        foreach (var member in roster.Members)
        {
            BinaryPrimitives.WriteUInt64LittleEndian(into, member.Id.Value);
            BinaryPrimitives.WriteUInt64LittleEndian(into[8..], (ulong)member.Kind);
            into = into[MemberSize..];
        }

        return into;
    }

    private static Roster? ReadRoster(ReadOnlySpan<byte> bytes)
    {
        var members = new Member[bytes.Length / MemberSize];
        for (var i = 0; i < members.Length; i++, bytes = bytes[MemberSize..])
        {
            var id = BinaryPrimitives.ReadUInt64LittleEndian(bytes);
            var kind = BinaryPrimitives.ReadUInt64LittleEndian(bytes[8..]);
            var isInOrder = i == 0 ? id > 0 : id > members[i - 1].Id.Value;
            if (!isInOrder || kind > (ulong)MemberKind.Witness) return null;
            members[i] = new Member(new NodeId(id), (MemberKind)kind);
        }

        return Roster.Of(members);
    }
}
