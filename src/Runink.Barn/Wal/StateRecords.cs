using System.Buffers.Binary;
using Runink.Raft;

namespace Runink.Barn;

/// <summary>The payloads of all records but those of entries, in words of eight bytes, with a membership behind them.</summary>
internal static class StateRecords
{
    public const int VoteSize = 16;

    private const int BaseHead = 16;
    private const int CheckpointHead = 32;

    public static int BaseSize(SnapshotDescription description) => BaseHead + MembershipCodec.SizeOf(description.Membership);

    public static int CheckpointSize(GroupLog group) => CheckpointHead + MembershipCodec.SizeOf(group.Base.Membership);

    public static void WriteVote(Span<byte> into, Term term, NodeId votedFor)
    {
        BinaryPrimitives.WriteInt64LittleEndian(into, term.Value);
        BinaryPrimitives.WriteUInt64LittleEndian(into[8..], votedFor.Value);
    }

    public static bool TryReadVote(ReadOnlySpan<byte> payload, out Term term, out NodeId votedFor)
    {
        (term, votedFor) = (default, default);
        if (payload.Length != VoteSize) return false;
        term = new Term(BinaryPrimitives.ReadInt64LittleEndian(payload));
        votedFor = new NodeId(BinaryPrimitives.ReadUInt64LittleEndian(payload[8..]));
        return term.Value >= 0;
    }

    /// <summary>A base, or an installed snapshot; their index is in the head of the record.</summary>
    public static void WriteBase(Span<byte> into, SnapshotDescription description, bool keepsLog)
    {
        BinaryPrimitives.WriteInt64LittleEndian(into, description.Position.Term.Value);
        BinaryPrimitives.WriteUInt64LittleEndian(into[8..], keepsLog ? 1UL : 0);
        MembershipCodec.Write(description.Membership, into[BaseHead..]);
    }

    /// <returns>The description, or null when the bytes are not one.</returns>
    public static SnapshotDescription? ReadBase(LogIndex index, ReadOnlySpan<byte> payload, out bool keepsLog)
    {
        keepsLog = false;
        if (payload.Length < BaseHead) return null;
        var keeps = BinaryPrimitives.ReadUInt64LittleEndian(payload[8..]);
        keepsLog = keeps == 1;
        return keeps > 1 ? null : Describe(index, BinaryPrimitives.ReadInt64LittleEndian(payload), payload[BaseHead..]);
    }

    public static void WriteCheckpoint(Span<byte> into, GroupLog group)
    {
        BinaryPrimitives.WriteInt64LittleEndian(into, group.Base.Position.Term.Value);
        BinaryPrimitives.WriteInt64LittleEndian(into[8..], group.LastIndex.Value);
        WriteVote(into[16..], group.Term, group.VotedFor);
        MembershipCodec.Write(group.Base.Membership, into[CheckpointHead..]);
    }

    /// <returns>The group, or null when the bytes are not one.</returns>
    public static GroupLog? ReadCheckpoint(GroupId id, LogIndex index, ReadOnlySpan<byte> payload)
    {
        if (payload.Length < CheckpointHead) return null;
        var baseTerm = BinaryPrimitives.ReadInt64LittleEndian(payload);
        if (Describe(index, baseTerm, payload[CheckpointHead..]) is not { } @base) return null;
        var last = new LogIndex(BinaryPrimitives.ReadInt64LittleEndian(payload[8..]));
        if (!TryReadVote(payload[16..CheckpointHead], out var term, out var votedFor) || last < index) return null;
        var group = new GroupLog(id, @base);
        group.Restore(term, votedFor, last);
        return group;
    }

    private static SnapshotDescription? Describe(LogIndex index, long term, ReadOnlySpan<byte> membership)
    {
        if (index.Value < 0 || term < 0 || MembershipCodec.Read(membership) is not { } read) return null;
        return new SnapshotDescription(new LogPosition(index, new Term(term)), read);
    }
}
