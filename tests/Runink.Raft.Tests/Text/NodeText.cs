using System.Text;

namespace Runink.Raft.Tests;

/// <summary>
/// Reads how a node begins: words of the form <c>name=value</c>. What its storage holds: <c>members=(1 2 3) term=2 vote=1
/// base=4@1 snapshot=4@1 log=1n,1,1(1 2),2,?2,?</c> (the terms of the entries after the base: a plain term is a command, with n a
/// no-op, with a membership one of these, with a question mark a rotten one of known or unknown term). How it behaves: any
/// property of <see cref="RaftOptions"/> by its name (<c>PreVote=off MaxBatchEntries=2</c>).
/// </summary>
internal sealed class NodeText
{
    private Membership _members = Raft.Membership.Empty;
    private LogPosition _base;
    private LogPosition? _snapshot;
    private string _log = "";
    private readonly RecoveredState _state;

    public NodeText(NodeId id, Membership members, string text)
    {
        _members = members;
        Options = new RaftOptions { Id = id, Seed = id.Value };
        _state = RecoveredState.Founding(members);
        foreach (var word in Words(text)) _state = Take(word.Name, word.Value);
        var snapshot = _snapshot is { } position ? new SnapshotDescription(position, _members) : null;
        var logBase = new SnapshotDescription(_base, _members);
        Recovered = _state with { Base = logBase, Snapshot = snapshot, Entries = [.. Entries()] };
    }

    public RaftOptions Options { get; }

    public RecoveredState Recovered { get; }

    /// <summary>Splits at blanks, but not inside parentheses.</summary>
    private static IEnumerable<(string Name, string Value)> Words(string text)
    {
        var depth = 0;
        var word = new StringBuilder();
        foreach (var c in text + " ")
        {
            depth += c == '(' ? 1 : c == ')' ? -1 : 0;
            if (c != ' ' || depth > 0) word.Append(c);
            else if (word.Length > 0)
            {
                var parts = word.ToString().Split('=', 2);
                if (parts.Length < 2) throw new FormatException($"'{word}' is not of the form name=value");
                yield return (parts[0], parts[1]);
                word.Clear();
            }
        }
    }

    private RecoveredState Take(string name, string value)
    {
        switch (name)
        {
            case "term": return _state with { Term = new Term(long.Parse(value)) };
            case "vote": return _state with { VotedFor = new NodeId(ulong.Parse(value)) };
            case "members": _members = ValueText.ParseMembership(value); return _state;
            case "base": _base = new TextCursor(value).Position(); return _state;
            case "snapshot": _snapshot = new TextCursor(value).Position(); return _state;
            case "log": _log = value; return _state;
            default: SetOption(name, value); return _state;
        }
    }

    private void SetOption(string name, string value)
    {
        var property = typeof(RaftOptions).GetProperty(name) ?? throw new FormatException($"there is no option '{name}'");
        property.SetValue(Options, property.PropertyType.Name switch
        {
            nameof(Boolean) => value == "on" || (value == "off" ? false : throw new FormatException($"{name} is on or off")),
            nameof(Int32) => int.Parse(value),
            nameof(Int64) => Duration.Parse(value),
            nameof(UInt64) => ulong.Parse(value),
            nameof(GroupId) => new GroupId(ulong.Parse(value)),
            nameof(NodeId) => new NodeId(ulong.Parse(value)),
            var type => throw new FormatException($"an option of type {type} cannot be set"),
        });
    }

    private IEnumerable<Entry> Entries()
    {
        var index = _base.Index;
        foreach (var text in _log.Split(',', StringSplitOptions.RemoveEmptyEntries))
        {
            index = index.Next;
            yield return EntryOf(index, text);
        }
    }

    private static Entry EntryOf(LogIndex index, string text)
    {
        if (text == "?") return Entry.Rotten(index);
        var cursor = new TextCursor(text);
        var rotten = cursor.Takes("?");
        var term = cursor.Term();
        if (rotten) return Entry.Rotten(index, term);
        if (cursor.IsAtEnd) return new Entry(index, term, EntryKind.Command, Encoding.UTF8.GetBytes($"{index}@{term}"));
        if (cursor.Takes("n")) return new Entry(index, term, EntryKind.Noop);
        return new Entry(index, term, EntryKind.Membership, Membership: cursor.Membership());
    }
}
