using Runink.Raft;

namespace Runink.Simulation;

/// <summary>
/// After everything is healed: clients must get changes through, and then every member must come to hold the same, all within a
/// bound of time. A group that cannot do that is stuck, which no invariant of safety would show.
/// </summary>
public sealed class Liveness(SimulatedCluster cluster)
{
    private const int ElectionTimeoutsMax = 400;
    private const int RestTimeouts = 5;
    private const int TimeoutsBetweenNudges = 5;
    private const int StepsMax = 1_000_000;
    private const int StepsBetweenLooks = 64;

    private readonly World _world = cluster.World;
    private readonly Prng _chance = cluster.World.Fork();

    // Without either, machines that were removed may depose leaders for ever (thesis, section 4.2.3): an operator turns them off.
    private readonly bool _bearsRemoved = cluster.Plan.Raft is { PreVote: true } or { CheckQuorum: true };
    private long _deadline;
    private long _lastStep;
    private long _nextNudge;

    /// <summary>Lets the world run until the cluster has converged.</summary>
    /// <exception cref="ViolationException">It has not within the bound.</exception>
    public void Run()
    {
        _deadline = _world.Now + (ElectionTimeoutsMax * cluster.Plan.Raft.ElectionTicks * cluster.Plan.TickNanoseconds);
        _lastStep = _world.Steps + StepsMax;
        cluster.Heal();
        cluster.Clients.ExpectChanges();
        RunUntil(() => cluster.Clients.HaveAllChanged, "clients do not get their changes through");
        cluster.Clients.Retire();
        RunUntil(() => cluster.Clients.AreIdle, "clients still wait");
        RunUntil(() => Disagreement() is null, "the members do not converge");
        cluster.Observers.Converged([.. cluster.Leader!.Raft.Membership.Current.Members
            .Select(member => cluster.Find(member.Id)!).Where(node => !node.IsGone)]);
        Rest();
    }

    /// <summary>
    /// Lets time pass in which nothing goes wrong: whoever does not belong to the group has time to disturb it.
    /// </summary>
    private void Rest()
    {
        var end = _world.Now + (RestTimeouts * cluster.Plan.Raft.ElectionTicks * cluster.Plan.TickNanoseconds);
        while (_world.Now < end && _world.Step())
        {
        }
    }

    private void RunUntil(Func<bool> holds, string failure)
    {
        do
        {
            for (var i = 0; i < StepsBetweenLooks; i++) _world.Step();
            if (!_bearsRemoved) Retirement.Complete(cluster);
            if (cluster.Leader is null) Nudge();
            if (_world.Now > _deadline || _world.Steps > _lastStep)
                throw new ViolationException("liveness", $"{failure} ({Disagreement() ?? "though all agree"})\n{Describe()}");
        }
        while (!holds());
    }

    /// <summary>
    /// A node of priority zero never stands by itself: if only such nodes could win, an operator must tell them to.
    /// </summary>
    private void Nudge()
    {
        if (_world.Now < _nextNudge) return;
        _nextNudge = _world.Now + (TimeoutsBetweenNudges * cluster.Plan.Raft.ElectionTicks * cluster.Plan.TickNanoseconds);
        foreach (var node in cluster.Nodes)
            if (node is { Status: NodeStatus.Up, Priority: 0 } && _chance.Coin()) node.Campaign();
    }

    /// <summary>In what the members still differ, or null.</summary>
    private string? Disagreement()
    {
        if (cluster.Leader is not { } leader) return "nobody leads";
        var membership = leader.Raft.Membership;
        if (membership.IsJoint) return $"membership {membership} is still joint";
        if (leader.View.Commit != leader.View.LastLog.Index) return $"leader {leader.Id} has not committed all of its log";
        foreach (var member in membership.Current.Members)
        {
            if (cluster.Find(member.Id) is not { IsGone: false } node) continue;
            if (Difference(node, leader) is { } difference) return $"member {node.Id}: {difference}";
        }

        return null;
    }

    private static string? Difference(SimulatedNode node, SimulatedNode leader)
    {
        if (!node.View.EndsLike(leader.View)) return $"its log ends at {node.View.LastLog}, not {leader.View.LastLog}";
        if (node.View.Commit != leader.View.Commit) return $"it has committed {node.View.Commit}, not {leader.View.Commit}";
        if (node.View.Term != leader.View.Term) return $"it is in term {node.View.Term}, not {leader.View.Term}";
        if (node.IsWitness) return null;
        var applied = node.Machine.Applied.Index;
        if (applied != leader.View.Commit) return $"it has applied {applied}, not {leader.View.Commit}";
        // What was lost and then cut off need not come back: the members agree on a log that is shorter.
        var rotten = node.Durable.Rotten.FirstOrDefault(index => index <= leader.View.LastLog.Index);
        if (rotten != LogIndex.Zero) return $"its disk still has rot at {rotten}";
        return node.Machine.Hash == leader.Machine.Hash ? null : "its state differs";
    }

    private string Describe() => string.Join('\n', cluster.Nodes.Where(node => !node.IsGone && node.Life > 0).Select(Describe));

    private static string Describe(SimulatedNode node) =>
        $"  {node.Id} {node.Status} {node.View.Role} t{node.View.Term} leader={node.View.Leader}"
        + $" log={node.View.LogBase}..{node.View.LastLog} commit={node.View.Commit} applied={node.Machine.Applied.Index}"
        + $" membership={node.Raft.Membership}";
}
