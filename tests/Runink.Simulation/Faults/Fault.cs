namespace Runink.Simulation;

/// <summary>
/// One way to trouble a cluster. It draws what it needs from its own chance, so that faults do not move each other.
/// </summary>
/// <param name="kind">What it is.</param>
public abstract class Fault(FaultKind kind)
{
    public FaultKind Kind => kind;

    /// <summary>Does it now.</summary>
    /// <returns>What was done, in words for the trace; null if there was no occasion.</returns>
    public abstract string? Inject(FaultScene scene);
}
