namespace Runink.Simulation;

/// <summary>The nodes fall into two parts; now and then one node still sees both.</summary>
public sealed class SplitFault() : Fault(FaultKind.Split)
{
    public override string? Inject(FaultScene scene)
    {
        var side = scene.Chance.Next();
        var other = ~side;
        if (scene.Chance.Below(3) == 0 && scene.PickRunning() is { } bridge)
        {
            side &= ~Partition.BitOf(bridge);
            other &= ~Partition.BitOf(bridge);
        }

        Partition.BothWays(scene, side, other);
        return $"{Words(scene, side)} and {Words(scene, other)} do not hear each other";
    }

    private static string Words(FaultScene scene, ulong side) =>
        $"({string.Join(' ', scene.Cluster.Nodes.Where(n => !n.IsGone && (Partition.BitOf(n) & side) != 0).Select(n => n.Id))})";
}
