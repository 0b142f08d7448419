namespace Runink.Barn.Client;

/// <summary>
/// Bounds how many reads are asked twice: one of twenty, whatever happens, and never many at once. A cluster that is slow because it
/// has too much to do is so not given twice as much. Thread-safe.
/// </summary>
internal sealed class HedgeBudget
{
    private const int PerHedge = 20;
    private const int Saved = 10 * PerHedge;

    private int _saved;

    /// <summary>A read was asked for.</summary>
    public void Earn()
    {
        // A few too many are no harm: what is spent is taken exactly.
        if (Volatile.Read(ref _saved) < Saved) Interlocked.Increment(ref _saved);
    }

    /// <summary>Whether another read may be asked twice.</summary>
    public bool TrySpend()
    {
        while (true)
        {
            var saved = Volatile.Read(ref _saved);
            if (saved < PerHedge) return false;
            if (Interlocked.CompareExchange(ref _saved, saved - PerHedge, saved) == saved) return true;
        }
    }
}
