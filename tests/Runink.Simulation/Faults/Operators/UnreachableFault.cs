namespace Runink.Simulation;

/// <summary>The transport of a node says that it cannot reach a peer, rightly or not.</summary>
public sealed class UnreachableFault() : Fault(FaultKind.Unreachable)
{
    public override string? Inject(FaultScene scene)
    {
        if (scene.PickNode(node => node.Status == NodeStatus.Up) is not { } node) return null;
        var peer = scene.PickId();
        node.HearThatUnreachable(peer);
        return $"{node.Id} hears that {peer} is unreachable";
    }
}
