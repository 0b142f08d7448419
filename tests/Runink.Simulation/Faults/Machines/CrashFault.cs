namespace Runink.Simulation;

/// <summary>A node loses what is not on its disk, and starts again later.</summary>
public sealed class CrashFault() : Fault(FaultKind.Crash)
{
    public override string? Inject(FaultScene scene)
    {
        var victim = scene.Chance.Below(3) == 0 ? scene.Cluster.Leader : null;
        victim ??= scene.PickRunning();
        if (victim is null) return null;
        Strike(scene, victim);
        return $"{victim.Id} crashes";
    }

    /// <summary>Crashes a node, and starts it again after a while.</summary>
    internal static void Strike(FaultScene scene, SimulatedNode victim)
    {
        scene.Cluster.Tally.Crashes++;
        victim.Crash();
        scene.Later(scene.Chance.Below(4) == 0 ? 0 : scene.DrawDuration(), victim.Start);
    }
}
