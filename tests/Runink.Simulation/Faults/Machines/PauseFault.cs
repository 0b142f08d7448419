namespace Runink.Simulation;

/// <summary>A node stands still and goes on later, believing that no time has passed.</summary>
public sealed class PauseFault() : Fault(FaultKind.Pause)
{
    public override string? Inject(FaultScene scene)
    {
        var victim = scene.Chance.Coin() ? scene.Cluster.Leader : null;
        if (victim is not { Status: NodeStatus.Up }) victim = scene.PickNode(node => node.Status == NodeStatus.Up);
        if (victim is null) return null;
        victim.Pause();
        scene.Later(scene.DrawDuration(), victim.Resume);
        return $"{victim.Id} pauses";
    }
}
