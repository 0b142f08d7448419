using System.Globalization;
using System.Text;
using Runink.Raft;

namespace Runink.Barn.Tests;

/// <summary>
/// What the disk should hold of one group, effect by effect: after a crash it must hold the state after one of the effects, and
/// not one before what was reported durable.
/// </summary>
public sealed class GroupModel(GroupId id, Membership founding)
{
    private readonly List<Entry> _entries = [];
    private readonly List<string> _states = [];
    private readonly Dictionary<long, int> _stateOfWrite = [];
    private int _logged;

    public GroupId Id => id;

    public SnapshotDescription Base { get; private set; } = new(default, founding);

    public Term Term { get; private set; }

    public NodeId VotedFor { get; private set; }

    public LogIndex LastIndex => Base.Index + _entries.Count;

    /// <summary>How many writes were given to the storage.</summary>
    public long Issued { get; private set; }

    /// <summary>How many of them were reported durable.</summary>
    public long Durable { get; private set; }

    /// <summary>The newest snapshot that was reported durable.</summary>
    public LogIndex DurableSnapshot { get; set; }

    /// <summary>Whether the group's founding was handed on.</summary>
    public bool IsFounded => _states.Count > 0;

    public Term TermAt(LogIndex index) => index == Base.Index ? Base.Position.Term : _entries[(int)(index - Base.Index) - 1].Term;

    public WriteId NextId() => new(++Issued);

    public void Founded() => _states.Add(State());

    public void Apply(Effect effect)
    {
        switch (effect)
        {
            case Append append:
                if (append.TruncateFrom is { } from)
                    _entries.RemoveRange((int)(from - Base.Index) - 1, (int)(LastIndex - from) + 1);
                _entries.AddRange(append.Entries);
                break;
            case SaveVote vote:
                (Term, VotedFor) = (vote.Term, vote.VotedFor);
                break;
            case CompactLog compact:
                _entries.RemoveRange(0, (int)(compact.Base.Index - Base.Index));
                Base = compact.Base;
                break;
            case InstallSnapshot install:
                if (install.KeepsLog) _entries.RemoveRange(0, (int)(install.Snapshot.Index - Base.Index));
                else _entries.Clear();
                Base = install.Snapshot;
                break;
        }

        _states.Add(State());
        // A piece of a snapshot lies in a file of its own: a compaction before it, which is no write, may still be on its way to the log.
        if (effect is Append or SaveVote or InstallSnapshot) _logged = _states.Count - 1;
        if (effect is Write write) _stateOfWrite[write.Id.Value] = _logged;
    }

    public void Completed(WriteId through) => Durable = through.Value;

    /// <summary>Whether the state is one that a crash may leave.</summary>
    public bool Allows(RecoveredState recovered)
    {
        var least = Durable == 0 ? 0 : _stateOfWrite[Durable];
        return _states.LastIndexOf(StateOf(recovered.Term, recovered.VotedFor, recovered.Base, recovered.Entries)) >= least;
    }

    /// <summary>The state as text.</summary>
    public string State() => StateOf(Term, VotedFor, Base, _entries);

    public static string StateOf(Term term, NodeId votedFor, SnapshotDescription @base, IReadOnlyList<Entry> entries)
    {
        var text = new StringBuilder($"{term} {votedFor} {@base}");
        foreach (var entry in entries)
        {
            var sum = 17;
            foreach (var one in entry.Command.Span) sum = (sum * 31) + one;
            text.Append(CultureInfo.InvariantCulture, $" {entry.Index}@{entry.Term}{entry.Kind}{entry.Command.Length}:{sum}");
        }

        return text.ToString();
    }
}
