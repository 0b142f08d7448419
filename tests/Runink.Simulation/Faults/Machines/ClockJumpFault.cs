namespace Runink.Simulation;

/// <summary>
/// The clock of a node jumps ahead. Leases promise safety for clocks that drift within a bound, and a jump is beyond any bound:
/// so there are none where there are leases.
/// </summary>
public sealed class ClockJumpFault() : Fault(FaultKind.ClockJump)
{
    public override string? Inject(FaultScene scene)
    {
        if (scene.Cluster.Plan.Raft.LeaseNanoseconds > 0 || scene.PickRunning() is not { } victim) return null;
        var distance = scene.Chance.Spread(100 * scene.Cluster.Plan.MeanFaultDuration);
        victim.Clock.JumpAhead(distance);
        return $"the clock of {victim.Id} jumps ahead by {distance / 1_000_000}ms";
    }
}
