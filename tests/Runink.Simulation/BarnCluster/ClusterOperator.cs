using Runink.Barn;
using Runink.Raft;

namespace Runink.Simulation;

/// <summary>
/// Adds members, takes them out and hands leadership over, as the API does it: level-triggered, always the next step that the state
/// of the leader calls for. What has lost its disk is replaced before anything else.
/// </summary>
internal sealed class ClusterOperator : IEventTarget
{
    private const int LeastVoters = 3;

    private readonly BarnCluster _cluster;
    private readonly Prng _chance;
    private ulong _adding;
    private ulong _removing;

    public ClusterOperator(BarnCluster cluster)
    {
        (_cluster, _chance) = (cluster, cluster.World.Fork());
        Later();
    }

    /// <summary>Whether it finishes what it began and begins nothing more.</summary>
    public bool IsRetired { get; set; }

    /// <summary>Whether it has nothing to do.</summary>
    public bool IsIdle => _adding == 0 && _removing == 0 && _cluster.Wiped.Count == 0;

    /// <summary>Members that came.</summary>
    public long Added { get; private set; }

    /// <summary>Members that went.</summary>
    public long Removed { get; private set; }

    /// <summary>Transfers of leadership that were asked for and came about.</summary>
    public long Transfers { get; private set; }

    public bool Handle(in ScheduledEvent happening)
    {
        Later();
        if (_cluster.Leader is not { Core: { } core } leader) return false;
        if (_removing == 0) _removing = _cluster.Wiped.FirstOrDefault();
        if (_removing != 0) Remove(leader, core);
        else if (_adding != 0) Add(leader, core);
        else if (!IsRetired) Begin(leader, core);
        return true;
    }

    private void Begin(BarnMachine leader, NodeCore core)
    {
        var voters = core.Raft.Membership.Current.VotingCount;
        switch (_chance.Below(3))
        {
            case 0:
                Transfer(leader, core);
                break;
            case 1 when voters > LeastVoters && Ids(core).ToList() is { Count: > 0 } members:
                _removing = members[_chance.Below(members.Count)];
                break;
            default:
                if (_cluster.CanGrow && core.Raft.Membership.Current.Members.Length < _cluster.Plan.MostMembers) _adding = _cluster.NextId;
                break;
        }
    }

    private void Transfer(BarnMachine leader, NodeCore core)
    {
        var voters = core.Raft.Membership.AllIds;
        var target = _chance.Coin() ? NodeId.None : voters[_chance.Below(voters.Count)];
        leader.Ask(new TransferRequest(core.Sys, target), answer =>
        {
            if (answer.IsCompletedSuccessfully) Transfers++;
        });
    }

    private void Add(BarnMachine leader, NodeCore core)
    {
        var members = core.Machine.View.Members;
        var id = new NodeId(_adding);
        if (members.Find(_adding) is null)
        {
            Propose(leader, core, new MemberAddCommand(BarnCluster.Member(_adding) with { Name = "", ClientUrls = [] }));
        }
        else if (!core.Raft.Membership.Contains(id))
        {
            Change(leader, core, MembershipOperation.AddLearner, id);
        }
        else if (!_cluster.Machines.ContainsKey(_adding))
        {
            _cluster.Start(_adding, [.. Ids(core).Select(BarnCluster.Member)], joins: true);
        }
        else if (!IsSettled(core))
        {
            // What is in force may still be taken back.
        }
        else if (!core.Raft.Membership.Votes(id))
        {
            Change(leader, core, MembershipOperation.Promote, id);
        }
        else
        {
            Added++;
            _adding = 0;
        }
    }

    private void Remove(BarnMachine leader, NodeCore core)
    {
        var members = core.Machine.View.Members;
        if (core.Raft.Membership.Contains(new NodeId(_removing)))
        {
            Change(leader, core, MembershipOperation.Remove, new NodeId(_removing));
        }
        else if (!IsSettled(core))
        {
            // What is in force may still be taken back.
        }
        else if (_cluster.Groups?.HaveLeft(core, _removing) == false)
        {
            // Once it is forgotten nobody speaks to it, and a group may still count on it.
        }
        else if (members.Find(_removing) is not null || !members.WasRemoved(_removing))
        {
            Propose(leader, core, new MemberForgetCommand(_removing));
        }
        else
        {
            Removed++;
            // Whoever lost its disk comes back as another.
            if (_cluster.Wiped.Contains(_removing) && _cluster.CanGrow) _adding = _cluster.NextId;
            _cluster.Forget(_removing);
            _removing = 0;
        }
    }

    private static IEnumerable<ulong> Ids(NodeCore core) => core.Raft.Membership.AllIds.Select(id => id.Value);

    private static bool IsSettled(NodeCore core) => !core.Raft.Membership.IsJoint && core.Raft.MembershipIndex <= core.Raft.Commit;

    private static void Propose(BarnMachine leader, NodeCore core, KvCommand command) => leader.Ask(core.Sys.Prepare(command), _ => { });

    private static void Change(BarnMachine leader, NodeCore core, MembershipOperation operation, NodeId id) =>
        leader.Ask(new MembershipRequest(core.Sys, MembershipChange.One(operation, id)), _ => { });

    private void Later() => _cluster.World.Schedule(_chance.Spread(Pause), this, kind: 0);

    private long Pause => IsIdle && !IsRetired ? _cluster.Plan.OperatorNanoseconds : 10 * _cluster.Plan.TickNanoseconds;
}
