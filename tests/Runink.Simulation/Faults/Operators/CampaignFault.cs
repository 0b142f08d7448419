namespace Runink.Simulation;

/// <summary>Someone tells a node to stand for election, whoever it is.</summary>
public sealed class CampaignFault() : Fault(FaultKind.Campaign)
{
    public override string? Inject(FaultScene scene)
    {
        if (scene.PickNode(node => node.Status == NodeStatus.Up) is not { } node) return null;
        node.Campaign();
        return $"{node.Id} is told to stand";
    }
}
