using Runink.Barn;
using Runink.Raft;

namespace Runink.Simulation;

/// <summary>Machines with nodes of the Barn that are one cluster, and a network between them. A machine's address is its member's id.</summary>
internal sealed class BarnCluster
{
    /// <summary>Members over all time, at most.</summary>
    public const int MaxMembers = 24;

    private readonly Prng _chance;
    private readonly Random _disk;
    private readonly SortedDictionary<ulong, BarnMachine> _machines = [];
    private readonly HashSet<ulong> _wiped = [];
    private long _leaseReadsOfRetired;

    public BarnCluster(World world, BarnClusterPlan plan, BarnLedger ledger)
    {
        (World, Plan, Ledger, _chance) = (world, plan, ledger, world.Fork());
        _disk = new Random((int)(_chance.Next() >> 33));
        Network = new SimulatedNetwork(world, plan.Network, MaxMembers + 1);
        var founders = Enumerable.Range(1, plan.Founders).Select(id => Member((ulong)id)).ToList();
        foreach (var founder in founders) Start(founder.Id, founders, joins: false);
        if (plan.Groups > 0) Groups = new BarnGroups(this, plan.Groups);
    }

    public World World { get; }

    public BarnClusterPlan Plan { get; }

    public BarnLedger Ledger { get; }

    /// <summary>The groups beside that of the platform; null when there are none.</summary>
    public BarnGroups? Groups { get; private set; }

    public SimulatedNetwork Network { get; }

    /// <summary>The machines that nobody has switched off for good, by the id of their member.</summary>
    public IReadOnlyDictionary<ulong, BarnMachine> Machines => _machines;

    /// <summary>Members that lost their disk and must be taken out.</summary>
    public IReadOnlyCollection<ulong> Wiped => _wiped;

    /// <summary>The id for the next member; ids are never used again.</summary>
    public ulong NextId { get; private set; } = 1;

    /// <summary>Whether there is an id left.</summary>
    public bool CanGrow => NextId <= MaxMembers;

    public long Crashes { get; private set; }

    /// <summary>Reads that leaders answered without asking.</summary>
    public long LeaseReads => _leaseReadsOfRetired + _machines.Values.Sum(machine => machine.LeaseReads);

    /// <summary>What may be expected of the nodes.</summary>
    public BarnHealth Health { get; } = new();

    public IEnumerable<KeyValuePair<ulong, BarnMachine>> Running => _machines.Where(machine => machine.Value.Core is not null);

    /// <summary>Who leads the newest term of those that think so.</summary>
    public BarnMachine? Leader => _machines.Values.Where(machine => machine.Core?.Raft.Role == Role.Leader)
        .MaxBy(machine => machine.Core!.Raft.Term);

    public static KvMember Member(ulong id) =>
        new(id, $"member-{id}", [$"http://{BarnLinks.HostOf(id)}:2380"], [$"http://{BarnLinks.HostOf(id)}:2379"]);

    /// <summary>What was published and acknowledged of a group.</summary>
    public BarnLedger LedgerOf(Group group) => group.Id == NodeCore.System ? Ledger : Groups!.LedgerOf(group.Id);

    /// <summary>Any machine that runs; none when none does.</summary>
    public BarnMachine? Pick() => Running.ToList() is { Count: > 0 } running ? running[_chance.Below(running.Count)].Value : null;

    /// <summary>Starts a machine for a member for the first time.</summary>
    public void Start(ulong id, IReadOnlyList<KvMember> members, bool joins)
    {
        NextId = Math.Max(NextId, id + 1);
        var links = new BarnLinks(Network, new NodeId(id), _chance.Fork());
        var options = new BarnMachineOptions(Options(id, members, joins), Plan.Disk, links)
        {
            Health = Health,
            DriftPartsPerMillion = Plan.DriftPartsPerMillion,
            LedgerOf = group => Groups?.LedgerOf(group),
        };
        var machine = new BarnMachine(World, options, Ledger);
        links.Machine = machine;
        _machines.Add(id, machine);
        Network.Attach((int)id, new BarnEndpoint(machine, links));
    }

    /// <summary>The power fails, or only the process ends.</summary>
    public void Crash(BarnMachine machine)
    {
        Crashes++;
        machine.Crash(Barn.Tests.Crash.Any(_disk), _chance.Coin());
    }

    /// <summary>Whether a machine has lost something that others must give back.</summary>
    public bool IsMending => _wiped.Count > 0 || _machines.Values.Any(machine => machine.HasRot);

    /// <summary>How often a member lost a part of its log that it could ask others for.</summary>
    public long Holed { get; private set; }

    /// <summary>The process ends, and a bit of its log turns. What stops a node for good is the same as the loss of its disk.</summary>
    public void Rot(ulong id)
    {
        Crashes++;
        var machine = _machines[id];
        machine.Crash(Barn.Tests.Crash.KeepsAll, keepsAll: true);
        if (!machine.Rot(_chance)) Wipe(id);
        else if (machine.HasRot) Holed++;
    }

    /// <summary>A machine loses its disk: its member is gone, for it promised things that it no longer knows.</summary>
    public void Wipe(ulong id)
    {
        Retire(id);
        _wiped.Add(id);
    }

    /// <summary>A machine is switched off for good.</summary>
    public void Retire(ulong id)
    {
        if (!_machines.Remove(id, out var machine)) return;
        _leaseReadsOfRetired += machine.LeaseReads;
        if (machine.Core is not null) Crash(machine);
    }

    /// <summary>A member is out of the cluster.</summary>
    public void Forget(ulong id)
    {
        Retire(id);
        _wiped.Remove(id);
    }

    /// <summary>How every node stands.</summary>
    public override string ToString() => string.Join('\n', _machines.Select(machine => $"  {machine.Key}: " + (machine.Value.Core is not { } core
        ? "down"
        : $"{core.Raft.Role} t{core.Raft.Term} leader {core.Raft.Leader} commit {core.Raft.Commit} applied {core.Machine.AppliedIndex} "
            + $"log {core.Raft.LogBase}..{core.Raft.LastLog} durable {core.Raft.DurableIndex} {core.Raft.Membership} at {core.Raft.MembershipIndex} "
            + $"revision {core.Machine.View.Revision} {core.Failure?.Message}{core.RoomProblem?.Message}"
            + string.Concat(core.Groups.All.Where(group => group != core.Sys).Select(Describe)))));

    private static string Describe(Group group) =>
        $"\n     {group.Name}: {group.Raft.Role} t{group.Raft.Term} leader {group.Raft.Leader} commit {group.Raft.Commit} "
        + $"log {group.Raft.LogBase}..{group.Raft.LastLog} {group.Raft.Membership} at {group.Raft.MembershipIndex} "
        + $"revision {group.Machine.View.Revision}{(group.Raft.IsAsleep ? " asleep" : "")}";

    private NodeOptions Options(ulong id, IReadOnlyList<KvMember> members, bool joins) => new()
    {
        MemberId = id,
        ClusterId = 1,
        Members = members,
        Joins = joins,
        HeartbeatInterval = TimeSpan.FromTicks(Plan.TickNanoseconds / 100),
        ElectionTimeout = TimeSpan.FromTicks(Plan.TickNanoseconds / 10),
        ReadLease = TimeSpan.FromTicks(Plan.ReadLeaseNanoseconds / 100),
        ReadsByLease = ((Plan.LeaseRefusers >> (int)id) & 1) == 0,
        RequestTimeout = TimeSpan.FromTicks(Plan.RequestNanoseconds / 100),
        SnapshotEntries = Plan.SnapshotEntries,
        RetainedEntries = Plan.RetainedEntries,
        SnapshotChunkBytes = Plan.ChunkBytes,
        Storage = new StorageOptions { SegmentBytes = Plan.SegmentBytes, CheckpointBytes = Plan.SegmentBytes / 8, SnapshotBlockBytes = 4096 },
    };
}
