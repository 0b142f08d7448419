namespace Runink.Cluster;

/// <summary>How long calls took, in milliseconds.</summary>
/// <param name="Calls">How many were answered.</param>
/// <param name="Failed">How many were not.</param>
internal sealed record Latencies(int Calls, int Failed, double P50, double P99, double Longest)
{
    /// <param name="milliseconds">Of each call that was answered.</param>
    /// <param name="failed">How many were not.</param>
    public static Latencies Of(IEnumerable<double> milliseconds, int failed)
    {
        var ordered = milliseconds.Order().ToList();
        return ordered.Count == 0
            ? new Latencies(0, failed, 0, 0, 0)
            : new Latencies(ordered.Count, failed, Part(ordered, 0.5), Part(ordered, 0.99), Math.Round(ordered[^1], 2));
    }

    private static double Part(List<double> ordered, double part) => Math.Round(ordered[(int)((ordered.Count - 1) * part)], 2);
}
