namespace Runink.Simulation;

/// <summary>One node is cut off from all others, those that come later included.</summary>
public sealed class IsolateFault() : Fault(FaultKind.Isolate)
{
    public override string? Inject(FaultScene scene)
    {
        // The leader is the most rewarding victim.
        var victim = scene.Chance.Coin() ? scene.Cluster.Leader : null;
        victim ??= scene.PickRunning();
        if (victim is null) return null;
        var bit = Partition.BitOf(victim);
        Partition.BothWays(scene, bit, ~bit);
        return $"{victim.Id} is cut off";
    }
}
