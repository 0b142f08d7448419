using Runink.Raft;

namespace Runink.Simulation;

/// <summary>What a fault has to work with.</summary>
/// <param name="cluster">Whom to trouble.</param>
/// <param name="chance">The chance of this one fault.</param>
/// <param name="injector">Keeps the time for what ends or goes on later.</param>
public sealed class FaultScene(SimulatedCluster cluster, Prng chance, FaultInjector injector)
{
    public SimulatedCluster Cluster => cluster;

    public Prng Chance => chance;

    /// <summary>For how long a fault lasts this time.</summary>
    public long DrawDuration() => chance.Spread(cluster.Plan.MeanFaultDuration);

    /// <summary>Does something later, unless everything was healed before.</summary>
    public void Later(long delay, Action deed) => injector.Later(delay, deed);

    /// <summary>One of the nodes that meet a condition, or null.</summary>
    public SimulatedNode? PickNode(Func<SimulatedNode, bool> meets)
    {
        var count = cluster.Nodes.Count(meets);
        return count == 0 ? null : cluster.Nodes.Where(meets).ElementAt(chance.Below(count));
    }

    public SimulatedNode? PickRunning() => PickNode(node => node.IsRunning);

    /// <summary>The id of any machine, or now and then one that does not exist.</summary>
    public NodeId PickId() => new((ulong)chance.Between(chance.Below(20) == 0 ? 0 : 1, cluster.Nodes.Count));
}
