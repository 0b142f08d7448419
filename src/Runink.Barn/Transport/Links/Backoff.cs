namespace Runink.Barn;

/// <summary>
/// How long to wait before the next attempt: doubled with each failure, and each time shortened by chance to as little as half,
/// so that many who lost the same peer do not all come back at once. Not thread-safe.
/// </summary>
/// <param name="first">The wait after the first failure.</param>
/// <param name="last">The longest wait.</param>
/// <param name="chance">Draws the part that is left out.</param>
internal sealed class Backoff(TimeSpan first, TimeSpan last, Random chance)
{
    private const int MostDoublings = 30;

    private int _failures;

    /// <summary>How long to wait now.</summary>
    public TimeSpan Next()
    {
        var wait = first * Math.Pow(2, Math.Min(_failures++, MostDoublings));
        return (wait < last ? wait : last) * (1 - (chance.NextDouble() / 2));
    }

    /// <summary>Something succeeded: the next failure is a first one.</summary>
    public void Reset() => _failures = 0;
}
