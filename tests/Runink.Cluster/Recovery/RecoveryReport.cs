using System.Globalization;

namespace Runink.Cluster;

/// <summary>How long writes stopped when leaders died, in milliseconds.</summary>
/// <param name="Name">Whose.</param>
/// <param name="Kills">How many died.</param>
/// <param name="MedianGap">Without an accepted write.</param>
/// <param name="WorstGap">Without an accepted write.</param>
/// <param name="MedianCall">The longest that a caller waited for its write.</param>
/// <param name="WorstCall">The longest that a caller waited for its write.</param>
internal sealed record RecoveryReport(string Name, int Kills, double MedianGap, double WorstGap, double MedianCall, double WorstCall)
{
    public static RecoveryReport Of(string name, List<double> gaps, List<double> calls) =>
        new(name, gaps.Count, Median(gaps), Math.Round(gaps.Max()), Median(calls), Math.Round(calls.Max()));

    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{Name}: {Kills} kills of the leader; without an accepted write: median {MedianGap} ms, worst {WorstGap} ms; longest wait of a caller: median {MedianCall} ms, worst {WorstCall} ms");

    private static double Median(List<double> values)
    {
        var ordered = values.Order().ToList();
        return Math.Round((ordered[(ordered.Count - 1) / 2] + ordered[ordered.Count / 2]) / 2);
    }
}
