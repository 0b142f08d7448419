namespace Runink.Simulation;

/// <summary>The host of a node says that a peer is down, rightly or not.</summary>
public sealed class PeerDownFault() : Fault(FaultKind.PeerDown)
{
    public override string? Inject(FaultScene scene)
    {
        if (scene.PickNode(node => node.Status == NodeStatus.Up) is not { } node) return null;
        var peer = scene.PickId();
        node.HearThatDown(peer);
        return $"{node.Id} hears that {peer} is down";
    }
}
