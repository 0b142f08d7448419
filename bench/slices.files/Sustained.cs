using System.Diagnostics;

namespace Runink.Bench.Slices;

/// <summary>How many of something end in a second when as many run at once as there are processors, and one more to fill gaps.</summary>
/// <param name="Subject">Of what.</param>
/// <param name="Round">Which round.</param>
/// <param name="PerSecond">How many.</param>
internal sealed record Rate(string Subject, int Round, double PerSecond)
{
    /// <summary>Measures one subject after the other, in turn.</summary>
    public static async Task<IReadOnlyList<Rate>> MeasureAsync(IReadOnlyList<Subject> subjects, int rounds, TimeSpan duration)
    {
        var rates = new List<Rate>();
        // The first round only makes this program compile what it does all the time.
        for (var round = -1; round < rounds; round++)
        {
            foreach (var subject in subjects)
            {
                var perSecond = await PerSecondAsync(subject, duration);
                if (round >= 0) rates.Add(new(subject.Name, round, perSecond));
            }
        }

        return rates;
    }

    private static async Task<double> PerSecondAsync(Subject subject, TimeSpan duration)
    {
        var began = Stopwatch.GetTimestamp();
        var lanes = Enumerable.Range(0, Environment.ProcessorCount + 1).Select(_ => Task.Run(async () =>
        {
            var count = 0;
            for (; Stopwatch.GetElapsedTime(began) < duration; count++) await subject.RunAsync();
            return count;
        }));
        var ended = await Task.WhenAll(lanes);
        return ended.Sum() / Stopwatch.GetElapsedTime(began).TotalSeconds;
    }
}
