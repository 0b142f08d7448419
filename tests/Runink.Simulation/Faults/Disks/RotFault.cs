using Runink.Raft;

namespace Runink.Simulation;

/// <summary>A disk loses an entry, and perhaps its term as well. It comes out when a scrubber or a restart reads it.</summary>
public sealed class RotFault() : Fault(FaultKind.Rot)
{
    public override string? Inject(FaultScene scene)
    {
        if (PickVictim(scene) is not { } victim) return null;
        var index = PickIndex(scene, victim);
        Strike(scene, victim, index);
        return $"entry {index} of {victim.Id} rots";
    }

    internal static SimulatedNode? PickVictim(FaultScene scene) =>
        scene.PickNode(node => !node.IsGone && node.Durable.Log.Count > 0 && DataBudget.BearsLossOf(scene.Cluster, node));

    /// <summary>An entry of the log, more often a late one than an early one.</summary>
    internal static LogIndex PickIndex(FaultScene scene, SimulatedNode victim)
    {
        var log = victim.Durable.Log;
        return log.LastIndex + -Math.Min(scene.Chance.Below(log.Count), scene.Chance.Below(log.Count));
    }

    internal static void Strike(FaultScene scene, SimulatedNode victim, LogIndex index)
    {
        victim.Durable.Rot(index, keepsTerm: scene.Chance.Coin());
        scene.Cluster.Observers.Rotted(victim, index);
        if (victim.IsRunning && scene.Chance.Coin()) victim.ScrubLater(index);
    }
}
