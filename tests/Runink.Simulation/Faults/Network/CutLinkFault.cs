namespace Runink.Simulation;

/// <summary>One link is cut, in one direction or both.</summary>
public sealed class CutLinkFault() : Fault(FaultKind.CutLink)
{
    public override string? Inject(FaultScene scene)
    {
        if (scene.PickRunning() is not { } one) return null;
        if (scene.PickNode(node => node.IsRunning && node != one) is not { } other) return null;
        var both = scene.Chance.Coin();
        if (both) Partition.BothWays(scene, Partition.BitOf(one), Partition.BitOf(other));
        else Partition.OneWay(scene, Partition.BitOf(one), Partition.BitOf(other));
        return $"{one.Id} {(both ? "<->" : "->")} {other.Id} is cut";
    }
}
