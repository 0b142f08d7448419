using Runink.Raft;

namespace Runink.Bench.Raft;

/// <summary>
/// Many idle groups on the same three machines, ticked as a host would: only those awake, and what a turn says to another machine
/// leaves as one frame.
/// </summary>
internal sealed class ManyGroups
{
    private readonly List<RaftNode>[] _awake = [[], [], []];
    private readonly Dictionary<GroupId, RaftNode>[] _nodes = [[], [], []];
    private readonly List<Message>[,] _frames = new List<Message>[3, 3];
    private readonly List<Effect> _effects = [];

    public ManyGroups(int count, bool sleep)
    {
        for (var from = 0; from < 3; from++)
            for (var to = 0; to < 3; to++) _frames[from, to] = [];
        for (var i = 1; i <= count; i++)
        {
            var group = new InMemoryGroup((ulong)i, sleep ? 3 : 0);
            for (var machine = 0; machine < 3; machine++)
            {
                _nodes[machine].Add(group.Nodes[machine].Options.Group, group.Nodes[machine]);
                _awake[machine].Add(group.Nodes[machine]);
            }
        }
    }

    /// <summary>Frames between machines so far.</summary>
    public long Frames { get; set; }

    public void Tick()
    {
        for (var machine = 0; machine < 3; machine++)
        {
            foreach (var node in _awake[machine])
            {
                node.Tick(default);
                Settle(machine, node);
            }

            Exchange(machine);
        }

        foreach (var awake in _awake) awake.RemoveAll(node => node.IsAsleep);
    }

    private void Exchange(int machine)
    {
        for (var receiver = 0; receiver < 3; receiver++)
        {
            var frame = _frames[machine, receiver];
            if (frame.Count == 0) continue;
            Frames++;
            foreach (var message in frame)
            {
                var node = _nodes[receiver][message.Group];
                node.Receive(message, default);
                Settle(receiver, node);
            }

            var asks = frame[0] is Heartbeat;
            frame.Clear();
            if (asks) Exchange(receiver);
        }
    }

    private void Settle(int machine, RaftNode node)
    {
        _effects.Clear();
        node.TakeEffects(_effects);
        foreach (var effect in _effects)
        {
            if (effect is not Send { Message: var message }) continue;
            if (message is not (Heartbeat or HeartbeatResponse))
                throw new InvalidOperationException($"an idle group has something to say: {message}");
            _frames[machine, (int)message.To.Value - 1].Add(message);
        }
    }
}
