using Runink.Barn;
using Runink.Raft;

namespace Runink.Simulation;

/// <summary>
/// The life of a cluster of whole nodes, with clients, watchers, an operator, and machines, disks and a network that fail. In the
/// end everything is healed: then everybody must be served, and all members come to one state.
/// </summary>
internal sealed class BarnClusterEpisode
{
    // An election timeout is ten to twenty ticks; votes may be split, and split again.
    private const long FailoverTicks = 120;
    private const int Handovers = 3;
    private const int GroupClients = 2;

    private readonly World _world;
    private readonly BarnClusterPlan _plan;
    private readonly BarnLedger _ledger = new();
    private readonly LeaseLedger _leases;
    private readonly LinearizableHistories _judge = new(new LinearizabilityChecker());
    private readonly BarnCluster _cluster;
    private readonly ClusterOperator? _operator;
    private readonly BarnFaults _faults;
    private readonly List<History> _histories = [];
    private readonly List<ObjectClient> _objects = [];
    private readonly List<BarnClient> _clients = [];
    private readonly List<LeaseHolder> _holders = [];
    private readonly List<BarnWatcher> _watchers = [];
    private readonly ReplicaComparisons _comparisons;

    private BarnClusterEpisode(ulong seed)
    {
        (_world, _plan) = (new World(seed), new BarnClusterPlan(seed));
        _leases = new LeaseLedger(_world);
        _ledger.Publishing = _leases.Look;
        _cluster = new BarnCluster(_world, _plan, _ledger);
        if (_plan.HasOperator) _operator = new ClusterOperator(_cluster);
        _faults = new BarnFaults(_cluster, _operator, _leases);
        var workload = new Workload(new WorkloadOptions(), _world.Fork());
        var history = new History(workload, _judge);
        _histories.Add(history);
        for (var i = 0; i < _plan.ObjectClients; i++) _objects.Add(new ObjectClient(_cluster, workload, history, i));
        for (var i = 0; i < _plan.Clients; i++) _clients.Add(new BarnClient(_world, _plan.Load, _cluster.Pick, _ledger));
        for (var i = 0; i < _plan.LeaseHolders; i++) _holders.Add(new LeaseHolder(_cluster, _leases, i));
        foreach (var group in _cluster.Groups?.Names ?? []) BeginGroup(group);
        for (var i = 0; i < _plan.Watchers; i++) _watchers.Add(new BarnWatcher(_world, _cluster.Pick, _ledger));
        _comparisons = new ReplicaComparisons(_cluster);
    }

    /// <summary>Runs an episode of at least so many steps.</summary>
    /// <param name="seed">The seed.</param>
    /// <param name="steps">Steps until everything is healed.</param>
    public static BarnTally Run(ulong seed, long steps)
    {
        BarnClusterEpisode? episode = null;
        try
        {
            episode = new BarnClusterEpisode(seed);
            while (episode._world.Steps < steps) episode.Step();
            episode.Heal();
            return episode.Tally(null);
        }
        catch (ViolationException broken)
        {
            return episode!.Tally(new Violation(broken.Rule, broken.Finding, episode._world.Steps + 1));
        }
        catch (Exception broken) when (episode is not null && broken is not OutOfMemoryException)
        {
            return episode.Tally(new Violation("No exceptions", broken.ToString(), episode._world.Steps + 1));
        }
    }

    /// <summary>The same objects are used in every group: what of one showed in another would break its histories.</summary>
    private void BeginGroup(string group)
    {
        var workload = new Workload(new WorkloadOptions(), _world.Fork());
        var history = new History(workload, _judge);
        _histories.Add(history);
        for (var i = 0; i < GroupClients; i++) _objects.Add(new ObjectClient(_cluster, workload, history, i, group));
    }

    private void Step()
    {
        if (!_world.Step()) throw new ViolationException("liveness", "nothing happens any more");
        _faults.Pass();
        _comparisons.Pass();
    }

    private void Heal()
    {
        _faults.Heal();
        if (_operator is not null) _operator.IsRetired = true;
        if (_cluster.Groups is { } groups) groups.IsRetired = true;
        foreach (var watcher in _watchers) watcher.IsQuick = true;
        AwaitChanges("though everything was healed");
        Await("the operator does not come to an end", () => _operator is { IsIdle: false });
        FailOver();
        HandOver();
        _objects.ForEach(client => client.IsRetired = true);
        _clients.ForEach(client => client.IsRetired = true);
        _holders.ForEach(holder => holder.IsRetired = true);
        Await("a client's last operation has no end", () => _objects.Any(client => !client.IsIdle));
        var acknowledged = _ledger.Acknowledged;
        Await("a watcher was not handed what was acknowledged", () => _watchers.Any(watcher => watcher.Next <= acknowledged));
        Await("leases that nobody renews do not end", () => Views.Any(view => view.Leases.Count > 0));
        Await("the members do not come to one state", () => !_cluster.Machines.Values.All(HasConverged));
        _histories.ForEach(history => history.Close());
    }

    /// <summary>The leader fails: nobody waits for longer than another takes to be elected.</summary>
    private void FailOver()
    {
        _cluster.Health.PatienceTicks = FailoverTicks;
        _faults.CrashLeader();
        AwaitChanges("though only a leader failed");
        Await("a machine does not come back", () => _cluster.Machines.Values.Any(machine => machine.Core is null));
        AwaitChanges("though all are there");
    }

    /// <summary>The leader hands over: nobody notices.</summary>
    private void HandOver()
    {
        Await("a member does not catch up with its groups", () => _cluster.Groups is { HaveCaughtUp: false });
        _cluster.Health.IsCalm = true;
        for (var i = 0; i < Handovers; i++)
        {
            if (_cluster.Leader is { Core: { } core } leader) leader.Ask(new TransferRequest(core.Sys, NodeId.None), _ => { });
            AwaitChanges("though the leader only handed over");
        }

        _cluster.Health.IsCalm = false;
    }

    private void AwaitChanges(string though)
    {
        var before = (Objects: _objects.ConvertAll(client => client.Changes), Others: _clients.ConvertAll(client => client.Changes));
        Await($"a client got no change through, {though}", () =>
            _objects.Where((client, i) => client.Changes == before.Objects[i]).Any()
            || _clients.Where((client, i) => client.Changes == before.Others[i]).Any());
    }

    private IEnumerable<KvView> Views => _cluster.Machines.Values.Where(machine => machine.Core is not null)
        .Select(machine => machine.Core!.Machine.View);

    private bool HasConverged(BarnMachine machine)
    {
        if (machine.Core is not { } core || _cluster.Leader?.Core is not { } leader) return false;
        var (own, first) = (core.Machine.View, leader.Machine.View);
        return own.AppliedIndex == first.AppliedIndex && own.StateHash() == first.StateHash() && own.Revision >= _ledger.Acknowledged
            && core.Raft.Commit == leader.Raft.LastLog.Index
            && own.Members.All.Select(member => member.Id).SequenceEqual(core.Raft.Membership.AllIds.Select(id => id.Value))
            && own.Members.All.All(member => member == BarnCluster.Member(member.Id))
            && core.Raft.Membership.AllIds.Select(id => id.Value).SequenceEqual(_cluster.Machines.Keys)
            && (_cluster.Groups?.Names ?? []).All(name => _cluster.Groups!.HasConverged(core, name));
    }

    /// <summary>Lets the world go on until something is over; that it is not in a long time breaks the rule of liveness.</summary>
    private void Await(string complaint, Func<bool> isGoingOn)
    {
        var patience = _world.Now + Math.Max(30_000_000_000, 600 * _plan.TickNanoseconds);
        while (isGoingOn())
        {
            if (_world.Now > patience) throw new ViolationException("liveness", $"{complaint}\n{_cluster}");
            Step();
        }
    }

    private BarnTally Tally(Violation? violation) => BarnTally.Nothing with
    {
        Steps = _world.Steps,
        Changes = _clients.Sum(client => client.Changes) + _objects.Sum(client => client.Changes),
        Crashes = _cluster.Crashes,
        Reads = _clients.Sum(client => client.Reads) + _objects.Sum(client => client.Reads),
        Revisions = _ledger.Revisions,
        Checked = _ledger.Checked,
        Cluster = new BarnClusterTally(
            _faults.Happened, _operator?.Added ?? 0, _operator?.Removed ?? 0, _operator?.Transfers ?? 0, _leases.Renewals,
            _leases.Ended, _cluster.Network.Tally.Delivered, _judge.Checked, _judge.Undecided, _comparisons.Made, _cluster.Holed,
            _cluster.Groups?.Names.Count ?? 0, _cluster.Groups?.Passed ?? 0, _cluster.Groups?.Revisions ?? 0, _cluster.LeaseReads),
        Violation = violation,
    };
}
