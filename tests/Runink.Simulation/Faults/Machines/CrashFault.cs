namespace Runink.Simulation;

/// <summary>
/// A node loses what is not on its disk, and starts again later. Half of the time it goes down in the midst of carrying out
/// effects.
/// </summary>
public sealed class CrashFault() : Fault(FaultKind.Crash)
{
    private const int EffectsMax = 12;

    public override string? Inject(FaultScene scene)
    {
        var victim = scene.Chance.Below(3) == 0 ? scene.Cluster.Leader : null;
        victim ??= scene.PickRunning();
        if (victim is null) return null;
        if (scene.Chance.Coin())
        {
            Strike(scene, victim);
            return $"{victim.Id} crashes";
        }

        var effects = 1 + scene.Chance.Below(EffectsMax);
        victim.CrashWithin(effects, () => Revive(scene, victim));
        return $"{victim.Id} crashes after {effects} effects";
    }

    /// <summary>Crashes a node, and starts it again after a while.</summary>
    internal static void Strike(FaultScene scene, SimulatedNode victim)
    {
        victim.Crash();
        Revive(scene, victim);
    }

    private static void Revive(FaultScene scene, SimulatedNode victim)
    {
        scene.Cluster.Tally.Crashes++;
        scene.Later(scene.Chance.Below(4) == 0 ? 0 : scene.DrawDuration(), victim.Start);
    }
}
