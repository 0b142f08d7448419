using System.Diagnostics;

namespace Runink.Bench.Slices;

/// <summary>Starts one after the other, in turn, so that whatever else the machine does falls on all alike.</summary>
internal static class Starts
{
    private const int Warming = 5;

    public static async Task<IReadOnlyList<Start>> MeasureAsync(IReadOnlyList<Subject> subjects, int rounds)
    {
        var starts = new List<Start>();
        ProcessorTime.Adopt();
        for (var round = -Warming; round < rounds; round++)
        {
            foreach (var subject in subjects)
            {
                var processor = ProcessorTime.Milliseconds();
                var began = Stopwatch.GetTimestamp();
                var firstRow = await subject.RunAsync();
                var milliseconds = Stopwatch.GetElapsedTime(began).TotalMilliseconds;
                if (round < 0) continue;
                starts.Add(new(subject.Name, round, milliseconds, firstRow, ProcessorTime.Milliseconds() - processor));
            }
        }

        return starts;
    }
}
