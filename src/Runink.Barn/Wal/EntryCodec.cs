using System.Buffers.Binary;
using Runink.Raft;

namespace Runink.Barn;

/// <summary>
/// Entries as bytes: for each its term, the length of its body, its kind, and the body, which is the command or the membership.
/// Their indexes follow from that of the first.
/// </summary>
internal static class EntryCodec
{
    /// <summary>Bytes before the body of each.</summary>
    public const int HeadSize = 16;

    public static int SizeOf(Entry entry) =>
        HeadSize + (entry.Membership is { } membership ? MembershipCodec.SizeOf(membership) : entry.Command.Length);

    /// <summary>Writes one; returns how many bytes it took.</summary>
    public static int Write(Entry entry, Span<byte> into)
    {
        var size = SizeOf(entry);
        BinaryPrimitives.WriteInt64LittleEndian(into, entry.Term.Value);
        BinaryPrimitives.WriteInt32LittleEndian(into[8..], size - HeadSize);
        BinaryPrimitives.WriteInt32LittleEndian(into[12..], (int)entry.Kind);
        var body = into[HeadSize..size];
        if (entry.Membership is { } membership) MembershipCodec.Write(membership, body);
        else entry.Command.Span.CopyTo(body);
        return size;
    }

    /// <summary>Reads exactly so many entries; commands are slices of the payload.</summary>
    /// <returns>The entries, or null when the bytes are not that.</returns>
    public static Entry[]? Read(ReadOnlyMemory<byte> payload, LogIndex first, uint count)
    {
        if (first.Value < 1 || first.Value > long.MaxValue - count) return null;
        if (count == 0 || count > payload.Length / HeadSize) return null;
        var entries = new Entry[count];
        for (var i = 0; i < entries.Length; i++)
        {
            if (payload.Length < HeadSize) return null;
            var head = payload.Span;
            var term = BinaryPrimitives.ReadInt64LittleEndian(head);
            var length = BinaryPrimitives.ReadUInt32LittleEndian(head[8..]);
            var kind = BinaryPrimitives.ReadUInt32LittleEndian(head[12..]);
            if (term < 1 || length > payload.Length - HeadSize) return null;
            var body = payload.Slice(HeadSize, (int)length);
            if (Read(first + i, new Term(term), kind, body) is not { } entry) return null;
            entries[i] = entry;
            payload = payload[(HeadSize + (int)length)..];
        }

        return payload.IsEmpty ? entries : null;
    }

    private static Entry? Read(LogIndex index, Term term, uint kind, ReadOnlyMemory<byte> body)
    {
        switch (kind)
        {
            case (uint)EntryKind.Command:
                return new Entry(index, term, EntryKind.Command, body);
            case (uint)EntryKind.Noop when body.IsEmpty:
                return new Entry(index, term, EntryKind.Noop);
            case (uint)EntryKind.Membership when MembershipCodec.Read(body.Span) is { } membership:
                return new Entry(index, term, EntryKind.Membership, default, membership);
            default:
                return null;
        }
    }
}
