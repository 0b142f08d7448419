using Runink.Barn;
using Runink.Raft;

namespace Runink.Simulation;

/// <summary>
/// The groups of a cluster beside that of the platform: creates them, lets one come and go for all time, and keeps a ledger for each,
/// since one group's log must never show in another's state.
/// </summary>
internal sealed class BarnGroups : IEventTarget
{
    private const string Passing = "passing";
    private const int PassingTicks = 10;

    private readonly BarnCluster _cluster;
    private readonly Prng _chance;
    private readonly SortedDictionary<ulong, BarnLedger> _ledgers = [];

    /// <param name="cluster">The cluster.</param>
    /// <param name="count">How many groups last.</param>
    public BarnGroups(BarnCluster cluster, int count)
    {
        (_cluster, _chance) = (cluster, cluster.World.Fork());
        Names = [.. Enumerable.Range(1, count).Select(number => $"group-{number}")];
        Later();
    }

    /// <summary>The groups that last.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>Whether no more groups come and go.</summary>
    public bool IsRetired { get; set; }

    /// <summary>Groups that came and went.</summary>
    public long Passed { get; private set; }

    /// <summary>The revisions that were seen of all groups.</summary>
    public long Revisions => _ledgers.Values.Sum(ledger => ledger.Revisions);

    /// <summary>What was published and acknowledged of a group.</summary>
    public BarnLedger LedgerOf(GroupId id)
    {
        if (!_ledgers.TryGetValue(id.Value, out var ledger)) _ledgers.Add(id.Value, ledger = new BarnLedger { Of = $"group {id}" });
        return ledger;
    }

    public bool Handle(in ScheduledEvent happening)
    {
        Later();
        if (_cluster.Pick() is not { Core: { } core } machine) return false;
        var groups = core.Machine.View.Groups;
        if (Names.FirstOrDefault(name => groups.Find(name) is null) is { } missing) Ask(machine, Create(core, missing));
        else if (IsRetired) return false;
        else if (groups.Find(Passing) is null) Ask(machine, Create(core, Passing));
        else if (_chance.Coin()) Put(machine, core);
        else Ask(machine, new GroupRemoveCommand(Passing), () => Passed++);
        return true;
    }

    /// <summary>Whether a machine may lose its disk without any group losing what it acknowledged.</summary>
    public bool MayWipe(ulong id) => _cluster.Leader?.Core is { } core && core.Machine.View.Groups.All.All(group =>
        LeaderOf(group.Name) is { } leader && leader.Raft is { Membership: { IsJoint: false, Current.VotingCount: >= 3 } } raft
        && raft.Membership.Current.Equals(core.Raft.Membership.Current) && raft.MembershipIndex <= raft.Commit && raft.Id.Value != id);

    /// <summary>Whether no group counts on a member any more, as far as those know who lead them.</summary>
    public bool HaveLeft(NodeCore core, ulong id) => core.Machine.View.Groups.All.All(group =>
        LeaderOf(group.Name) is { } leader && leader.Raft is { Membership.IsJoint: false } raft
        && !raft.Membership.Contains(new NodeId(id)) && raft.MembershipIndex <= raft.Commit);

    /// <summary>Whether every member has caught up so far that nobody must fetch a snapshot, which tells no results.</summary>
    public bool HaveCaughtUp => Names.All(name => LeaderOf(name) is { Raft: var raft } && raft.Membership.AllIds.All(
        id => id == raft.Id || raft.PeerOf(id) is { State: "Replicate", Active: true }));

    /// <summary>Whether a group is the same on a machine as on its leader, and has the platform's members.</summary>
    public bool HasConverged(NodeCore core, string name)
    {
        if (core.Groups.Find(name) is not { } group || LeaderOf(name) is not { } leader) return false;
        var (own, first) = (group.Machine.View, leader.Machine.View);
        return own.AppliedIndex == first.AppliedIndex && own.StateHash() == first.StateHash() && leader.Raft.Commit == leader.Raft.LastLog.Index
            && own.Revision >= LedgerOf(group.Id).Acknowledged && group.Raft.Membership.Equals(core.Raft.Membership);
    }

    private Group? LeaderOf(string name) => _cluster.Running.Select(machine => machine.Value.Core!.Groups.Find(name))
        .OfType<Group>().Where(group => group.Raft.Role == Role.Leader).MaxBy(group => group.Raft.Term);

    private void Put(BarnMachine machine, NodeCore core)
    {
        if (core.Groups.Find(Passing) is not { } group) return;
        var value = BitConverter.GetBytes(_chance.Next());
        machine.Ask(group.Prepare(new PutCommand(value, value)), _ => { });
    }

    private static GroupCreateCommand Create(NodeCore core, string name) => new(
        name, [.. core.Raft.Membership.Current.Members.Where(member => member.Votes).Select(member => member.Id.Value)]);

    private static void Ask(BarnMachine machine, GroupCommand command, Action? done = null) =>
        machine.Ask(machine.Core!.Sys.Prepare(command), answer =>
        {
            if (answer.IsCompletedSuccessfully && answer.Result.Error is null) done?.Invoke();
        });

    private void Later() => _cluster.World.Schedule(_chance.Spread(PassingTicks * _cluster.Plan.TickNanoseconds), this, kind: 0);
}
