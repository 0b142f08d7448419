namespace Runink.Simulation;

/// <summary>Someone hands the leadership over, to whomever.</summary>
public sealed class TransferFault() : Fault(FaultKind.Transfer)
{
    public override string? Inject(FaultScene scene)
    {
        if (scene.Cluster.Leader is not { Status: NodeStatus.Up } leader) return null;
        var target = scene.PickId();
        leader.TransferLeadership(target);
        return $"{leader.Id} is asked to hand over to {target}";
    }
}
