namespace Runink.Simulation;

/// <summary>The host wakes a group on one node, with or without a reason.</summary>
public sealed class WakeFault() : Fault(FaultKind.Wake)
{
    public override string? Inject(FaultScene scene)
    {
        if (scene.PickNode(node => node.Status == NodeStatus.Up) is not { } node) return null;
        node.Wake();
        return $"{node.Id} is woken";
    }
}
