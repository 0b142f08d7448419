namespace Runink.Runs.Coordination;

/// <summary>
/// How long to wait before another try: doubled each time up to a bound, and spread so that many do not try at once.
/// </summary>
internal static class Backoff
{
    private static readonly TimeSpan First = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(30);

    /// <summary>The wait after the given number of failures, from 1: between half and all of the bound.</summary>
    public static TimeSpan After(int failures, Random random)
    {
        var bound = Math.Min(Longest.TotalSeconds, First.TotalSeconds * Math.Pow(2, failures - 1));
        return TimeSpan.FromMilliseconds(Math.Round(1000 * bound * (0.5 + (random.NextDouble() / 2))));
    }
}
