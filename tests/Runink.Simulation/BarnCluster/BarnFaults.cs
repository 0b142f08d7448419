namespace Runink.Simulation;

/// <summary>What happens to the machines of a cluster and to the network between them, and who puts it right again.</summary>
internal sealed class BarnFaults : IEventTarget
{
    private const int LeaderPerMillion = 400_000;

    private readonly BarnCluster _cluster;
    private readonly ClusterOperator? _operator;
    private readonly LeaseLedger _leases;
    private readonly Prng _chance;
    private bool _isHealed;

    public BarnFaults(BarnCluster cluster, ClusterOperator? @operator, LeaseLedger leases)
    {
        (_cluster, _operator, _leases, _chance) = (cluster, @operator, leases, cluster.World.Fork());
    }

    /// <summary>Faults so far.</summary>
    public long Happened { get; private set; }

    private long TickNanoseconds => _cluster.Plan.TickNanoseconds;

    /// <summary>Something is put right again.</summary>
    public bool Handle(in ScheduledEvent happening)
    {
        ((Action)happening.Payload!)();
        return true;
    }

    /// <summary>After each step: perhaps something fails, and a node that left service is started again after a while.</summary>
    public void Pass()
    {
        if (!_isHealed && _chance.Below(_cluster.Plan.FaultSteps) == 0 && Victim() is { } victim)
        {
            Happened++;
            if (_cluster.Plan.PausesLeaders && _chance.Coin() && _cluster.Leader is { } leader) leader.Pause(Reign());
            else Strike(victim.Key, victim.Value);
        }

        foreach (var machine in _cluster.Machines.Values)
        {
            if (machine.Core?.Failure is null) continue;
            Crash(machine);
            return;
        }
    }

    /// <summary>Everything works from now on.</summary>
    public void Heal()
    {
        _isHealed = true;
        _cluster.Network.Renew(NetworkOptions.Healthy);
        foreach (var machine in _cluster.Machines.Values)
        {
            machine.Resume();
            if (machine.Core is null) machine.Start();
            machine.HealDisk();
        }
    }

    /// <summary>The leader fails, once more.</summary>
    public void CrashLeader()
    {
        if (_cluster.Leader is { } leader) Crash(leader);
    }

    private void Strike(ulong id, BarnMachine machine)
    {
        switch (_chance.Below(18))
        {
            case 0 or 1 or 2: Crash(machine); break;
            case 3: PowerFails(); break;
            case 4 or 5: machine.Pause(Duration()); break;
            case 6: Part(1UL << (int)id, ~(1UL << (int)id), both: true); break;
            case 7: OneWay(1UL << (int)id); break;
            case 8: Split(); break;
            case 9: SlowLink((int)id); break;
            case 10: FillDisk(machine); break;
            case 11: FailSync(machine); break;
            case 12: machine.StallDisk(Duration()); break;
            case 13 when _cluster.Plan.ClocksJump: Jump(machine); break;
            case 14 when MayLose(id): _cluster.Wipe(id); break;
            case 15 or 16 or 17 when MayLose(id): Rot(id, machine); break;
            default: Crash(machine); break;
        }
    }

    /// <summary>Any machine that runs; the leader more often than others.</summary>
    private KeyValuePair<ulong, BarnMachine>? Victim()
    {
        var running = _cluster.Running.ToList();
        if (running.Count == 0) return null;
        if (_chance.Chance(LeaderPerMillion) && _cluster.Leader is { } leader) return running.Find(machine => machine.Value == leader);
        return running[_chance.Below(running.Count)];
    }

    private void Crash(BarnMachine machine)
    {
        _cluster.Crash(machine);
        StartLater(machine);
    }

    private void Rot(ulong id, BarnMachine machine)
    {
        _cluster.Rot(id);
        StartLater(machine);
    }

    private void StartLater(BarnMachine machine)
    {
        // Nobody starts a machine again that was switched off for good meanwhile.
        Repair(_chance.Spread(20 * TickNanoseconds), () =>
        {
            if (machine.Core is null && _cluster.Machines.Values.Contains(machine)) machine.Start();
        });
    }

    private void PowerFails()
    {
        foreach (var machine in _cluster.Running.Select(machine => machine.Value).ToList()) Crash(machine);
    }

    private void Jump(BarnMachine machine)
    {
        var nanoseconds = Duration();
        _leases.Jumped(nanoseconds);
        machine.JumpAhead(nanoseconds);
    }

    /// <summary>
    /// Only a member of a group that can do without it: the others hold whatever is committed. One at a time, for what one has lost another
    /// may be the last to have.
    /// </summary>
    private bool MayLose(ulong id) =>
        _operator is { IsIdle: true, IsRetired: false } && _cluster is { CanGrow: true, IsMending: false } && _cluster.Leader?.Core?.Raft is { Membership.IsJoint: false } raft && raft.Membership.Current.VotingCount >= 3
        && raft.MembershipIndex <= raft.Commit && raft.Id.Value != id && _cluster.Groups?.MayWipe(id) != false;

    private void FillDisk(BarnMachine machine)
    {
        machine.Disk.Capacity = 0;
        Repair(Duration(), () => machine.Disk.Capacity = long.MaxValue);
    }

    private static void FailSync(BarnMachine machine)
    {
        var disk = machine.Disk;
        disk.Syncing = name =>
        {
            disk.Syncing = null;
            throw new IOException($"{name} cannot be synced: the disk is broken");
        };
    }

    /// <summary>Two halves, and now and then a node that sees both.</summary>
    private void Split()
    {
        var (side, bridge) = (_chance.Next(), _chance.Below(3) == 0 ? 1UL << _chance.Below((int)_cluster.NextId) : 0);
        Part(side & ~bridge, ~side & ~bridge, both: true);
    }

    /// <summary>One node can speak and not hear, or hear and not speak.</summary>
    private void OneWay(ulong bit)
    {
        if (_chance.Coin()) Part(bit, ~bit, both: false);
        else Part(~bit, bit, both: false);
    }

    private void Part(ulong these, ulong those, bool both)
    {
        var links = _cluster.Network.Links;
        Each(these, those, links.Block);
        if (both) Each(those, these, links.Block);
        Repair(Duration(), () =>
        {
            Each(these, those, links.Unblock);
            if (both) Each(those, these, links.Unblock);
        });
    }

    private static void Each(ulong from, ulong to, Action<int, int> deed)
    {
        for (var f = 1; f <= BarnCluster.MaxMembers; f++)
        {
            for (var t = 1; t <= BarnCluster.MaxMembers; t++)
                if (f != t && ((from >> f) & (to >> t) & 1) != 0) deed(f, t);
        }
    }

    private void SlowLink(int from)
    {
        var to = 1 + _chance.Below((int)_cluster.NextId - 1);
        var links = _cluster.Network.Links;
        links.Slow(from, to, Duration() / 4);
        Repair(Duration(), () => links.Slow(from, to, 0));
    }

    private long Duration() => _chance.Spread(_chance.Pick(5, 30, 100) * TickNanoseconds);

    /// <summary>Long enough for others to elect a leader, and to wait for a lease or not.</summary>
    private long Reign() => _chance.Between(10, 60) * TickNanoseconds;

    private void Repair(long delay, Action deed) => _cluster.World.Schedule(delay, this, kind: 0, payload: deed);
}
