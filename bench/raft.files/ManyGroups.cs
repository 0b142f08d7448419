using Runink.Raft;

namespace Runink.Bench.Raft;

/// <summary>
/// Many idle groups on the same three machines, ticked as a host would: only those awake, their heartbeats bundled for each pair of
/// machines.
/// </summary>
internal sealed class ManyGroups
{
    private readonly List<RaftNode>[] _awake = [[], [], []];
    private readonly Dictionary<GroupId, RaftNode>[] _nodes = [[], [], []];
    private readonly HeartbeatCoalescer[] _coalescers = [new(), new(), new()];
    private readonly List<Effect> _effects = [];
    private readonly List<HeartbeatBundle> _bundles = [];

    public ManyGroups(int count, bool sleep)
    {
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

    /// <summary>Messages between machines so far: one bundle is one message.</summary>
    public long Bundles { get; set; }

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
        _bundles.Clear();
        _coalescers[machine].Drain(_bundles);
        Bundles += _bundles.Count;
        foreach (var bundle in _bundles.ToArray())
        {
            var receiver = (int)bundle.To.Value - 1;
            foreach (var message in bundle.Messages)
            {
                var node = _nodes[receiver][message.Group];
                node.Receive(message, default);
                Settle(receiver, node);
            }

            if (bundle.Messages[0] is Heartbeat) Exchange(receiver);
        }
    }

    private void Settle(int machine, RaftNode node)
    {
        _effects.Clear();
        node.TakeEffects(_effects);
        foreach (var effect in _effects)
        {
            if (effect is Send send && !_coalescers[machine].Offer(send.Message))
                throw new InvalidOperationException($"an idle group has something to say: {send}");
        }
    }
}
