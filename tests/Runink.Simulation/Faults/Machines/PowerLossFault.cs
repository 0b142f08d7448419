namespace Runink.Simulation;

/// <summary>
/// Several nodes or all of them crash at one moment; now and then all but the leader, which is cut off from them at the same time:
/// whoever takes over has forgotten what it heard from it.
/// </summary>
public sealed class PowerLossFault() : Fault(FaultKind.PowerLoss)
{
    public override string? Inject(FaultScene scene)
    {
        var spared = scene.Chance.Coin() ? 0 : scene.Chance.Next();
        if (scene.Chance.Below(4) == 0 && scene.Cluster.Leader is { } leader)
        {
            spared = Partition.BitOf(leader);
            Partition.BothWays(scene, spared, ~spared);
        }

        var victims = scene.Cluster.Nodes.Where(node => node.IsRunning && (Partition.BitOf(node) & spared) == 0).ToList();
        if (victims.Count == 0) return null;
        foreach (var victim in victims) CrashFault.Strike(scene, victim);
        return $"{string.Join(' ', victims.Select(victim => victim.Id))} lose power";
    }
}
