using Runink.Raft;

namespace Runink.Simulation.Tests;

/// <summary>
/// Three nodes that do what a test makes up, with one invariant looking on, and beside it those that keep the books for all.
/// </summary>
internal sealed class Stage
{
    private readonly List<Invariant> _watching;
    private readonly string _rule;
    private long _writes;

    private Stage(Type rule)
    {
        _watching = [.. new InvariantSet().All.Where(i => i is LogMatching or CommittedNeverChanges || i.GetType() == rule)];
        _rule = _watching.Single(i => i.GetType() == rule).Rule;
        foreach (var node in Nodes) Tell(i => i.Started(node));
    }

    public static Membership Three { get; } = Membership.OfVoters(1, 2, 3);

    public FakeNode A { get; } = new(1, Three);

    public FakeNode B { get; } = new(2, Three);

    public FakeNode C { get; } = new(3, Three);

    public FakeNode[] Nodes => [A, B, C];

    public static Stage For<T>() where T : Invariant => new(typeof(T));

    public static Entry Noop(long index, long term) => new(new LogIndex(index), new Term(term), EntryKind.Noop);

    public static Entry Command(long index, long term, Command command) =>
        new(new LogIndex(index), new Term(term), EntryKind.Command, command.Encode());

    public static Entry Change(long index, long term, Membership membership) =>
        new(new LogIndex(index), new Term(term), EntryKind.Membership, Membership: membership);

    public void Tell(Action<Invariant> happening) => _watching.ForEach(happening);

    /// <summary>The next thing breaks the rule that is looked at.</summary>
    public ViolationException Breaks(Action happening)
    {
        var violation = Assert.Throws<ViolationException>(happening);
        Assert.Equal(_rule, violation.Rule);
        return violation;
    }

    public void Step(FakeNode node, Func<NodeView, NodeView> change)
    {
        var before = node.View;
        node.View = change(before);
        Tell(i => i.Stepped(node, before));
    }

    public void Elect(FakeNode node, long term) =>
        Step(node, view => view with { Role = Role.Leader, Term = new Term(term), Leader = node.Id });

    public void Depose(FakeNode node, long term) =>
        Step(node, view => view with { Role = Role.Follower, Term = new Term(term), Leader = default });

    public void Commit(FakeNode node, long index) => Step(node, view => view with { Commit = new LogIndex(index) });

    public void Emit(FakeNode node, Effect effect) => Tell(i => i.Emitted(node, effect));

    public void Send(FakeNode node, Message message) => Emit(node, new Send(message));

    /// <summary>The core puts entries into its log and asks for the write.</summary>
    public Append Append(FakeNode node, params Entry[] entries) => Append(node, null, entries);

    public Append Append(FakeNode node, long? truncateFrom, params Entry[] entries)
    {
        LogIndex? from = truncateFrom is { } index ? new LogIndex(index) : null;
        var before = node.View;
        node.Put(from, entries);
        Tell(i => i.Stepped(node, before));
        var append = new Append(new WriteId(++_writes), entries, from);
        Emit(node, append);
        return append;
    }

    public void Persist(FakeNode node, Write write)
    {
        node.Durable.Persist(write);
        Tell(i => i.Persisted(node, write, (write as Append)?.Entries.Count ?? 0));
    }

    public void SaveVote(FakeNode node, long term, FakeNode? candidate) =>
        Persist(node, new SaveVote(new WriteId(++_writes), new Term(term), candidate?.Id ?? default));

    /// <summary>Entries in the logs and on the disks of all of these.</summary>
    public void Replicate(FakeNode[] nodes, params Entry[] entries)
    {
        foreach (var node in nodes) Persist(node, Append(node, entries));
    }

    public void Apply(FakeNode node, Entry entry)
    {
        node.Machine.Apply(entry);
        Tell(i => i.Applied(node, entry));
    }

    /// <summary>Replicates and commits a sequence of entries under a leader of that term.</summary>
    public void Establish(FakeNode leader, long term, params Entry[] entries)
    {
        Elect(leader, term);
        Replicate(Nodes, entries);
        Commit(leader, entries[^1].Index.Value);
    }
}
