namespace Runink.Raft.Tests;

/// <summary>What a value can be changed to.</summary>
internal static class StateChange
{
    /// <summary>
    /// Other values of the same kind, each differing in the part that is named; none for what consists of other values.
    /// </summary>
    public static IReadOnlyList<(string Part, object Value)> Of(object value) => value switch
    {
        bool b => One(!b),
        int n => One(n + 1),
        long n => One(n + 1),
        ulong n => One(n + 1),
        Enum e => One(Enum.ToObject(e.GetType(), ((IConvertible)e).ToInt32(null) == 0 ? 1 : 0)),
        Term t => One(t.Next),
        LogIndex i => One(i.Next),
        NodeId id => One(new NodeId(id.Value + 1)),
        GroupId id => One(new GroupId(id.Value + 1)),
        WriteId id => One(new WriteId(id.Value + 1)),
        MonotonicTime t => One(t + 1),
        LogPosition p => [("/Index", p with { Index = p.Index.Next }), ("/Term", p with { Term = p.Term.Next })],
        ReadOnlyMemory<byte> bytes => One((ReadOnlyMemory<byte>)(byte[])[.. bytes.Span, 1]),
        Membership m => One(m.Current.Members.IsEmpty ? Membership.OfVoters(9) : Membership.Empty),
        Entry e => OfEntry(e),
        SnapshotDescription s => One(s with { Position = s.Position with { Index = s.Index.Next } }),
        Transfer t => [("/Target", t with { Target = new(9) }), ("/Asked", t with { Asked = !t.Asked }),
            ("/Age", t with { Age = 99 })],
        SnapshotDownload.Piece p =>
            [("/Length", p with { Length = 99 }), ("/IsLast", p with { IsLast = !p.IsLast }),
                ("/Write", p with { Write = new(99) })],
        Message m => One(m with { Term = m.Term.Next }),
        RoleChanged r => One(r with { Term = r.Term.Next }),
        _ => [],
    };

    /// <summary>What may be where nothing is: the least that differs from nothing.</summary>
    public static IReadOnlyList<object> Born(Type type) =>
        type == typeof(long?) ? [1L]
        : type == typeof(MonotonicTime?) ? [new MonotonicTime(1)]
        : type == typeof(LogIndex?) ? [new LogIndex(1)]
        : type == typeof(WriteId?) ? [new WriteId(1)]
        : type == typeof(SnapshotDescription) ? [new SnapshotDescription(new(new(1), new(1)), Membership.Empty)]
        : type == typeof(SnapshotDownload.Piece) ? [new SnapshotDownload.Piece(new(1), 1, IsLast: false)]
        : type == typeof(Transfer) ? [new Transfer(new(9), Asked: false, Age: 1)]
        : [];

    /// <summary>Whether what holds it may as well hold nothing; the items of lists may not.</summary>
    public static bool MayVanish(object value, string path) => !path.Contains('[', StringComparison.Ordinal)
        && (value is Leadership or SnapshotDownload or SnapshotDownload.Piece or Transfer or SnapshotDescription);

    private static IReadOnlyList<(string Part, object Value)> One(object other) => [("", other)];

    private static List<(string Part, object Value)> OfEntry(Entry entry) =>
    [
        ("/Index", entry with { Index = entry.Index.Next }),
        ("/Term", entry with { Term = entry.Term.Next }),
        ("/Kind", entry with { Kind = entry.Kind == EntryKind.Command ? EntryKind.Noop : EntryKind.Command }),
        ("/Command", entry with { Command = (byte[])[.. entry.Command.Span, 1] }),
        ("/Membership", entry with { Membership = entry.Membership is null ? Membership.OfVoters(9) : Membership.OfVoters(8) }),
    ];
}
