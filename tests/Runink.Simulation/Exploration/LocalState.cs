using Runink.Raft;

namespace Runink.Simulation;

/// <summary>
/// A node with its disk, as it occurs in any number of states of the whole. What an input does to it is found out once:
/// the core is a function.
/// </summary>
public sealed class LocalState
{
    private readonly Dictionary<int, LocalStep> _inputs = [];
    private LocalStep?[] _deliveries = new LocalStep?[64];

    public LocalState(int number, RaftNode node, ExploredDisk disk, UInt128[] hashes)
    {
        (Number, Node, Disk, Hashes) = (number, node, disk, hashes);
        (Term, Role, Commit) = (node.Term, node.Role, node.Commit);
        Log = [.. Enumerable.Range(1, (int)node.LastLog.Index.Value).Select(i => node.EntryAt(new LogIndex(i))!)];
    }

    public int Number { get; }

    /// <summary>Never touched; clones of it are.</summary>
    public RaftNode Node { get; }

    public ExploredDisk Disk { get; }

    /// <summary>The hash under each renaming, with the name of the node in it.</summary>
    public UInt128[] Hashes { get; }

    public Term Term { get; }

    public Role Role { get; }

    public LogIndex Commit { get; }

    /// <summary>The log from index 1: no scope compacts.</summary>
    public Entry[] Log { get; }

    /// <summary>Every step that was found out.</summary>
    public IEnumerable<LocalStep> Steps => _inputs.Values.Concat(_deliveries.OfType<LocalStep>());

    public LocalStep? StepOf(Move move) =>
        move.Kind != MoveKind.Deliver ? _inputs.GetValueOrDefault(move.Pack())
        : move.Argument < _deliveries.Length ? _deliveries[move.Argument] : null;

    public void Remember(Move move, LocalStep step)
    {
        if (move.Kind != MoveKind.Deliver)
        {
            _inputs.Add(move.Pack(), step);
            return;
        }

        while (move.Argument >= _deliveries.Length) Array.Resize(ref _deliveries, _deliveries.Length * 2);
        _deliveries[move.Argument] = step;
    }
}
