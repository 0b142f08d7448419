using Runink.Raft;

namespace Runink.Barn.Tests;

/// <summary>A few nodes on workbenches, and a network between them that delivers when the test says so.</summary>
internal sealed class ClusterBench
{
    private const int MaxRounds = 1000;

    private readonly NodeOptions _options;
    private readonly Queue<Message> _underWay = [];
    private readonly HashSet<ulong> _cutOff = [];
    private readonly HashSet<ulong> _paused = [];
    private readonly HashSet<ulong> _stalled = [];
    private readonly SortedDictionary<ulong, Links> _links = [];

    public ClusterBench(int founders, NodeOptions? options = null)
    {
        _options = options ?? NodeBench.Options;
        var members = Enumerable.Range(1, founders).Select(id => Member((ulong)id)).ToList();
        foreach (var member in members) Start(member.Id, members, joins: false);
    }

    public SortedDictionary<ulong, NodeBench> Nodes { get; } = [];

    public NodeBench Leader => Nodes.Values.Single(node => node.Core.Raft.Role == Role.Leader && !_cutOff.Contains(Id(node)));

    public IEnumerable<NodeBench> Followers => Nodes.Values.Where(node => node != Leader);

    /// <summary>Whom a node was told to connect to.</summary>
    public IReadOnlyList<PeerAddress> PeersOf(ulong id) => _links[id].Peers;

    public static ulong Id(NodeBench node) => node.Core.Raft.Id.Value;

    /// <summary>A member as the configuration of the others knows it.</summary>
    public static KvMember Member(ulong id) => new(id, $"n{id}", [$"http://n{id}:2380"], [$"http://n{id}:2379"]);

    /// <summary>A node that is to join.</summary>
    public NodeBench Join(ulong id) => Start(id, [.. Nodes.Keys.Select(Member), Member(id)], joins: true);

    /// <summary>Nothing reaches the node any more, nor leaves it.</summary>
    public void CutOff(NodeBench node) => _cutOff.Add(Id(node));

    public void Reconnect(NodeBench node) => _cutOff.Remove(Id(node));

    /// <summary>The node's process is killed, something happens to its disk, and it starts again.</summary>
    public NodeBench Restart(NodeBench node, Action<MemoryDisk> spoil)
    {
        var disk = node.Disk.AfterKill();
        spoil(disk);
        return Nodes[Id(node)] = node.Again(disk, _links[Id(node)]);
    }

    /// <summary>The node's process stands still, and its clock runs on.</summary>
    public void Pause(NodeBench node)
    {
        _paused.Add(Id(node));
        CutOff(node);
    }

    /// <summary>The process goes on; what the others say it hears only once it is reconnected.</summary>
    public void Resume(NodeBench node) => _paused.Remove(Id(node));

    /// <summary>The node's disk does nothing any more.</summary>
    public void Stall(NodeBench node) => _stalled.Add(Id(node));

    /// <summary>The node's disk goes on.</summary>
    public void Unstall(NodeBench node) => _stalled.Remove(Id(node));

    /// <summary>Hears of each message when a node hands it to its links, in the midst of its turn.</summary>
    public Action<Message>? Sending { get; set; }

    /// <summary>Lets disks and network do all that they were asked, and what follows from it.</summary>
    public ClusterBench Settle()
    {
        for (var i = 0; i < MaxRounds; i++)
        {
            foreach (var node in Nodes.Values)
            {
                if (_stalled.Contains(Id(node))) node.Core.EndTurn();
                else node.Settle();
            }

            if (_underWay.Count == 0) return this;
            DeliverOnce();
        }

        throw new InvalidOperationException("the messages have no end");
    }

    /// <summary>Delivers what is under way, and nothing that follows from it.</summary>
    public void DeliverOnce()
    {
        for (var left = _underWay.Count; left > 0; left--) Deliver(_underWay.Dequeue());
    }

    /// <summary>Lets time pass.</summary>
    public ClusterBench Ticks(int count)
    {
        for (var i = 0; i < count; i++)
        {
            foreach (var node in Nodes.Values)
            {
                if (_paused.Contains(Id(node))) node.Pass(1);
                else node.Ticks(1);
            }

            Settle();
        }

        return this;
    }

    /// <summary>Lets time pass until somebody leads whom a majority follows.</summary>
    public ClusterBench Elect()
    {
        for (var i = 0; i < MaxRounds; i++)
        {
            Ticks(1);
            var leading = Nodes.Values.Where(node => node.Core.Raft.Role == Role.Leader && !_cutOff.Contains(Id(node))).ToList();
            if (leading.Count == 1 && leading[0].Core.Raft.TermAt(leading[0].Core.Raft.AppliedIndex) == leading[0].Core.Raft.Term) return this;
        }

        throw new InvalidOperationException("nobody is elected");
    }

    /// <summary>The node that leads a group.</summary>
    public NodeBench LeaderOf(string group) => Nodes.Values.Single(node => !_cutOff.Contains(Id(node)) && node.Group(group).Raft.Role == Role.Leader);

    /// <summary>Creates a group, and lets time pass until somebody leads it.</summary>
    public ClusterBench Found(string group)
    {
        var voters = Leader.Core.Raft.Membership.Current.Members.Where(member => member.Votes).Select(member => member.Id.Value);
        Leader.Propose(new GroupCreateCommand(group, [.. voters]));
        for (var i = 0; i < MaxRounds; i++)
        {
            Ticks(1);
            if (Nodes.Values.Any(node => node.Core.Groups.Find(group)?.IsInCharge == true)) return this;
        }

        throw new InvalidOperationException($"nobody leads {group}");
    }

    private NodeBench Start(ulong id, IReadOnlyList<KvMember> members, bool joins)
    {
        var links = _links[id] = new Links(this);
        var node = new NodeBench(options: _options with { MemberId = id, Members = members, Joins = joins }, incarnation: (uint)id, links: links);
        return Nodes[id] = node;
    }

    private void Deliver(Message message)
    {
        if (_cutOff.Contains(message.From.Value) || _cutOff.Contains(message.To.Value)) return;
        Nodes[message.To.Value].Core.Receive([message]);
    }

    private sealed class Links(ClusterBench bench) : IPeerLinks
    {
        public IReadOnlyList<PeerAddress> Peers { get; private set; } = [];

        public void Send(Message message)
        {
            bench.Sending?.Invoke(message);
            bench._underWay.Enqueue(message);
        }

        public void Flush()
        {
        }

        public void SetPeers(IReadOnlyList<PeerAddress> peers) => Peers = peers;
    }
}
