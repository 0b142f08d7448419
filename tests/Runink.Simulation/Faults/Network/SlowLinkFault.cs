namespace Runink.Simulation;

/// <summary>One direction of a link becomes slow.</summary>
public sealed class SlowLinkFault() : Fault(FaultKind.SlowLink)
{
    public override string? Inject(FaultScene scene)
    {
        if (scene.PickRunning() is not { } one) return null;
        if (scene.PickNode(node => node.IsRunning && node != one) is not { } other) return null;
        var (from, to) = ((int)one.Id.Value, (int)other.Id.Value);
        var links = scene.Cluster.Network.Links;
        links.Slow(from, to, scene.DrawDuration() / 4);
        scene.Later(scene.DrawDuration(), () => links.Slow(from, to, 0));
        return $"{from}->{to} is slow";
    }
}
