namespace Runink.Simulation;

/// <summary>A machine burns down with its disk. Its id is never used again: whoever takes its place is a new member.</summary>
public sealed class DestroyFault() : Fault(FaultKind.Destroy)
{
    public override string? Inject(FaultScene scene)
    {
        if (scene.PickNode(node => !node.IsGone && DataBudget.BearsLossOf(scene.Cluster, node)) is not { } victim) return null;
        victim.End(NodeStatus.Destroyed);
        return $"{victim.Id} burns down";
    }
}
