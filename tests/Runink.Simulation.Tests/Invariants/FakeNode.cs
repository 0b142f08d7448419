using Runink.Raft;

namespace Runink.Simulation.Tests;

/// <summary>A node that is whatever a test says it is.</summary>
internal sealed class FakeNode(ulong id, Membership membership) : IObservedNode
{
    private readonly List<Entry> _log = [];

    public NodeId Id => new(id);

    public int Life { get; set; } = 1;

    public bool IsRunning { get; set; } = true;

    public RaftOptions Options { get; set; } = new() { Id = new NodeId(id), Seed = 1 };

    public NodeView View { get; set; } = new() { Role = Role.Follower };

    public Membership Membership { get; set; } = membership;

    public MonotonicTime? LeaseEnd { get; set; }

    public MonotonicTime Time { get; set; }

    public RaftLoad Load { get; set; }

    public DurableState Durable { get; } = new(membership, isWitness: false);

    public StateMachine Machine { get; set; } = new();

    public Term? TermAt(LogIndex index) => index == LogIndex.Zero ? Term.Zero
        : index.Value <= _log.Count ? _log[(int)index.Value - 1].Term
        : null;

    /// <summary>Puts entries into the log of the core, and the end of that log into the view.</summary>
    public void Put(LogIndex? truncateFrom, params IEnumerable<Entry> entries)
    {
        if (truncateFrom is { } from) _log.RemoveRange((int)from.Value - 1, _log.Count - (int)from.Value + 1);
        foreach (var entry in entries)
        {
            if (entry.Index.Value <= _log.Count) _log[(int)entry.Index.Value - 1] = entry;
            else _log.Add(entry);
        }

        View = View with { LastLog = _log.Count == 0 ? default : new LogPosition(new LogIndex(_log.Count), _log[^1].Term) };
    }
}
