namespace Runink.Simulation;

/// <summary>A disk completes nothing for a while.</summary>
public sealed class DiskStallFault() : Fault(FaultKind.DiskStall)
{
    public override string? Inject(FaultScene scene)
    {
        if (scene.PickRunning() is not { } victim) return null;
        victim.Disk.Stall(scene.DrawDuration());
        return $"the disk of {victim.Id} stalls";
    }
}
