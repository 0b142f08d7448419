using System.Diagnostics;

namespace Runink.Bench.Slices;

/// <summary>Starts one after the other, in turn, so that whatever else the machine does falls on all alike.</summary>
internal static class Starts
{
    private const int Warming = 5;

    /// <param name="subjects">What is started.</param>
    /// <param name="rounds">How often each.</param>
    /// <param name="end">Whether all of it ends each time, so that its processor time can be told.</param>
    public static async Task<IReadOnlyList<Start>> MeasureAsync(IReadOnlyList<Subject> subjects, int rounds, bool end)
    {
        var starts = new List<Start>();
        if (end) ProcessorTime.Adopt();
        for (var round = -Warming; round < rounds; round++)
        {
            foreach (var subject in subjects)
            {
                double? processor = end ? ProcessorTime.Milliseconds() : null;
                var began = Stopwatch.GetTimestamp();
                var firstRow = await subject.RunAsync();
                var milliseconds = Stopwatch.GetElapsedTime(began).TotalMilliseconds;
                if (round < 0) continue;
                starts.Add(new(subject.Name, round, milliseconds, firstRow, end ? ProcessorTime.Milliseconds() - processor : null));
            }
        }

        return starts;
    }
}
