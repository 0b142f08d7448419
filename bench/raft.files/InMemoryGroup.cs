using Runink.Raft;

namespace Runink.Bench.Raft;

/// <summary>Three members of one group in one thread: messages are delivered in order, a write is durable as soon as it is asked for.</summary>
internal sealed class InMemoryGroup
{
    private readonly RaftNode[] _nodes;
    private readonly Queue<Message> _network = new();
    private readonly List<Effect> _effects = [];
    private ulong _context;

    public InMemoryGroup(ulong group, int sleepAfterTicks = 0)
    {
        var founding = RecoveredState.Founding(Membership.OfVoters(1, 2, 3));
        _nodes = [.. Enumerable.Range(1, 3).Select(id => new RaftNode(
            new RaftOptions
            {
                Group = new GroupId(group), Id = new NodeId((ulong)id), Seed = (group * 3) + (ulong)id, SleepAfterTicks = sleepAfterTicks,
                SnapshotEntries = 10_000, RetainedEntries = 1_000,
            },
            founding, default))];
        Leader.Campaign(default);
        Run();
    }

    /// <summary>Messages delivered so far.</summary>
    public long Messages { get; private set; }

    public RaftNode Leader => _nodes[0];

    public IReadOnlyList<RaftNode> Nodes => _nodes;

    /// <summary>Gives the leader commands, all at once, and runs until nothing moves.</summary>
    public void Commit(ReadOnlyMemory<byte> command, int count)
    {
        for (var i = 0; i < count; i++) Leader.Propose(++_context, command, default);
        Run();
    }

    public void Tick(MonotonicTime now)
    {
        foreach (var node in _nodes)
            if (!node.IsAsleep) node.Tick(now);
        Run();
    }

    /// <summary>Carries out effects and delivers messages until nothing is left.</summary>
    public void Run()
    {
        foreach (var node in _nodes) Settle(node);
        while (_network.TryDequeue(out var message))
        {
            var node = _nodes[message.To.Value - 1];
            node.Receive(message, default);
            Messages++;
            Settle(node);
        }
    }

    private void Settle(RaftNode node)
    {
        do
        {
            _effects.Clear();
            node.TakeEffects(_effects);
            foreach (var effect in _effects) CarryOut(node, effect);
        }
        while (_effects.Count > 0);
    }

    private void CarryOut(RaftNode node, Effect effect)
    {
        switch (effect)
        {
            case Send send:
                _network.Enqueue(send.Message);
                break;
            case Write write:
                node.WriteCompleted(write.Id, default);
                break;
            case Apply apply:
                node.Applied(apply.Entries[^1].Index);
                break;
            case TakeSnapshot:
                node.SnapshotTaken(node.DescribeSnapshot(node.AppliedIndex));
                break;
        }
    }
}
