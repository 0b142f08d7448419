namespace Runink.Simulation;

/// <summary>
/// A monotonic clock that runs a little too fast or too slow, from an origin that means nothing, and may jump ahead.
/// </summary>
/// <param name="origin">What it shows at true time zero.</param>
/// <param name="driftPartsPerMillion">How much faster than true time it runs; negative for slower.</param>
public sealed class SimulatedClock(long origin, int driftPartsPerMillion)
{
    private long _jumped;

    public int DriftPartsPerMillion => driftPartsPerMillion;

    /// <summary>What the clock shows at a moment of true time.</summary>
    public long Read(long now) => origin + _jumped + now + Drift(now);

    public void JumpAhead(long nanoseconds)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(nanoseconds);
        _jumped += nanoseconds;
    }

    // In two parts, since hours in nanoseconds times a million do not fit.
    private long Drift(long now) =>
        ((now / 1_000_000) * driftPartsPerMillion) + (((now % 1_000_000) * driftPartsPerMillion) / 1_000_000);
}
