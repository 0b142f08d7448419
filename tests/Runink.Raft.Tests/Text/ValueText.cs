using System.Text;

namespace Runink.Raft.Tests;

/// <summary>Reads ids, positions, entries and memberships as their ToString writes them.</summary>
internal static class ValueText
{
    public static NodeId Node(this TextCursor text) => new((ulong)text.Number());

    public static Term Term(this TextCursor text) => new(text.Number());

    public static LogIndex Index(this TextCursor text) => new(text.Number());

    public static LogPosition Position(this TextCursor text)
    {
        var index = text.Index();
        text.Expect("@");
        return new LogPosition(index, text.Term());
    }

    public static Membership ParseMembership(string text)
    {
        var cursor = new TextCursor(text);
        var membership = cursor.Membership();
        cursor.ExpectEnd();
        return membership;
    }

    public static Membership Membership(this TextCursor text)
    {
        var first = text.Roster();
        return text.Takes("->") ? new Membership(text.Roster(), first) : new Membership(first);
    }

    public static IReadOnlyList<Entry> Entries(this TextCursor text)
    {
        text.Expect("[");
        List<Entry> entries = [];
        while (!text.Takes("]"))
        {
            if (entries.Count > 0) text.Expect(", ");
            entries.Add(text.Entry());
        }

        return entries;
    }

    public static SnapshotDescription Snapshot(this TextCursor text)
    {
        text.Expect("snapshot ");
        var position = text.Position();
        text.Expect(" ");
        return new SnapshotDescription(position, text.Membership());
    }

    /// <summary>A number of bytes as "5B" (that many times the letter x) or the text itself in quotes.</summary>
    public static byte[] Bytes(this TextCursor text)
    {
        if (text.Takes("\"")) return Encoding.UTF8.GetBytes(text.UpTo('"'));
        var bytes = new byte[text.Number()];
        text.Expect("B");
        Array.Fill(bytes, (byte)'x');
        return bytes;
    }

    public static bool Flag(this TextCursor text, string word) => text.Takes(" " + word);

    private static Entry Entry(this TextCursor text)
    {
        var index = text.Index();
        text.Expect("@");
        var term = text.Takes("?") ? Raft.Term.Zero : text.Term();
        text.Expect(" ");
        if (text.Takes("noop")) return new Entry(index, term, EntryKind.Noop);
        if (text.Takes("rotten")) return Raft.Entry.Rotten(index, term);
        if (text.Takes("command ")) return new Entry(index, term, EntryKind.Command, text.Bytes());
        text.Expect("membership ");
        return new Entry(index, term, EntryKind.Membership, Membership: text.Membership());
    }

    private static Roster Roster(this TextCursor text)
    {
        text.Expect("(");
        List<Member> members = [];
        while (!text.Takes(")"))
        {
            if (members.Count > 0) text.Expect(" ");
            var id = text.Node();
            var kind = text.Takes("l") ? MemberKind.Learner : text.Takes("w") ? MemberKind.Witness : MemberKind.Voter;
            members.Add(new Member(id, kind));
        }

        return Raft.Roster.Of(members);
    }
}
