namespace Runink.Simulation;

/// <summary>
/// A write went to the place of another entry: what was to be written is not where it should be, and what was there is
/// overwritten. Every entry carries its index under its checksum, so both read as rotten.
/// </summary>
public sealed class MisdirectFault() : Fault(FaultKind.Misdirect)
{
    public override string? Inject(FaultScene scene)
    {
        if (RotFault.PickVictim(scene) is not { } victim) return null;
        var (written, overwritten) = (RotFault.PickIndex(scene, victim), RotFault.PickIndex(scene, victim));
        RotFault.Strike(scene, victim, written);
        RotFault.Strike(scene, victim, overwritten);
        return $"entry {written} of {victim.Id} was written over {overwritten}";
    }
}
