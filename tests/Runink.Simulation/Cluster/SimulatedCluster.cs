using Runink.Raft;

namespace Runink.Simulation;

/// <summary>All the machines of one group, the network between them, and the clients.</summary>
public sealed class SimulatedCluster
{
    /// <summary>Machines that ever live in one cluster, and one more, as no id is zero.</summary>
    public const int MaxAddresses = 64;

    private readonly List<SimulatedNode> _nodes = [];
    private readonly Prng _chance;

    public SimulatedCluster(World world, EpisodePlan plan, params IReadOnlyList<ClusterObserver> observers)
    {
        World = world;
        Plan = plan;
        _chance = world.Fork();
        Network = new SimulatedNetwork(world, plan.Network, MaxAddresses) { Damage = SnapshotDamage.Of };
        Observers = new ObserverList(observers);
        Clients = new ClientGroup(this);
        var founders = Enumerable.Range(1, plan.Nodes).Select(id => new Member(new NodeId((ulong)id), KindOf(id)));
        Founding = new Membership(Roster.Of(founders));
        CommittedMembership = Founding;
        foreach (var founder in Founding.Current.Members) Add(Founding, founder.Kind == MemberKind.Witness);
    }

    public World World { get; }

    public EpisodePlan Plan { get; }

    public SimulatedNetwork Network { get; }

    public ClientGroup Clients { get; }

    public ObserverList Observers { get; }

    public ClusterTally Tally { get; } = new();

    public DiskTally DiskTally { get; } = new();

    public Membership Founding { get; }

    /// <summary>Every machine that ever was, in the order of their ids, which begin at 1.</summary>
    public IReadOnlyList<SimulatedNode> Nodes => _nodes;

    /// <summary>Whether nothing goes wrong any more.</summary>
    public bool IsHealed { get; private set; }

    /// <summary>How far any node has committed.</summary>
    public LogIndex Committed { get; private set; }

    /// <summary>The newest membership that a state machine has passed.</summary>
    public Membership CommittedMembership { get; private set; }

    /// <summary>Where it stands in the log.</summary>
    public LogIndex CommittedMembershipIndex { get; private set; }

    /// <summary>The node that leads the newest term, or null.</summary>
    public SimulatedNode? Leader
    {
        get
        {
            SimulatedNode? leader = null;
            foreach (var node in _nodes)
                if (node.IsRunning && node.View.Leads && (leader is null || node.View.Term > leader.View.Term)) leader = node;
            return leader;
        }
    }

    public bool HasRoom => _nodes.Count + 1 < MaxAddresses && _nodes.Count(node => !node.IsGone) < Plan.MaxMachines;

    public SimulatedNode? Find(NodeId id) =>
        id.Value >= 1 && id.Value <= (ulong)_nodes.Count ? _nodes[(int)id.Value - 1] : null;

    public void Start()
    {
        foreach (var node in _nodes) node.Start();
        Clients.Start();
    }

    /// <summary>
    /// Everything works from now on: every machine that still exists runs, and network and disks are at their best.
    /// </summary>
    public void Heal()
    {
        IsHealed = true;
        Network.Renew(NetworkOptions.Healthy);
        foreach (var node in _nodes) node.Heal();
    }

    /// <summary>A new machine, which knows nobody and waits to be brought into the group.</summary>
    public SimulatedNode Join(bool witness) => Add(Membership.Empty, witness);

    internal void HasCommitted(LogIndex index) => Committed = LogIndex.Max(Committed, index);

    internal void HasApplied(Entry entry)
    {
        if (entry.Membership is null || entry.Index <= CommittedMembershipIndex) return;
        Tally.Configurations++;
        (CommittedMembership, CommittedMembershipIndex) = (entry.Membership, entry.Index);
    }

    // With a witness and one other voter a crash may leave the witness ahead, and nobody could be elected any more.
    private const int LeastVoters = 2;

    private MemberKind KindOf(int founder) =>
        founder > Plan.Nodes - Plan.Witnesses ? MemberKind.Witness
        : founder > Math.Max(Plan.Nodes - Plan.Witnesses - Plan.Learners, LeastVoters) ? MemberKind.Learner
        : MemberKind.Voter;

    // One that may not exist yet, or never.
    private NodeId Other(int id)
    {
        var other = (int)_chance.Between(1, Plan.Nodes + 1);
        return new NodeId((ulong)(other == id ? other + 1 : other));
    }

    private SimulatedNode Add(Membership founding, bool witness)
    {
        var id = _nodes.Count + 1;
        var options = Plan.Raft with
        {
            Id = new NodeId((ulong)id),
            Seed = 0,
            Witness = witness,
            Priority = Plan.MixedPriorities ? (int)_chance.Between(0, RaftOptions.MaxPriority) : RaftOptions.MaxPriority,
            Upstream = Plan.LearnersFollowAnyone ? Other(id) : NodeId.None,
        };
        var node = new SimulatedNode(this, options, founding);
        _nodes.Add(node);
        Network.Attach((int)node.Id.Value, node);
        return node;
    }
}
