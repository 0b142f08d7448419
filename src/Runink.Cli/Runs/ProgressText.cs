using Runink.Cli.Output;
using Runink.Pipelines.Slices;

namespace Runink.Cli.Runs;

/// <summary>Turns the reports of one stage into words: share done, rows, rate, time left.</summary>
/// <param name="clock">The clock.</param>
internal sealed class ProgressText(TimeProvider clock)
{
    private readonly long _started = clock.GetTimestamp();

    /// <summary>Share of the bytes that is read, 0 to 1; 0 while nothing is known.</summary>
    public static double Share(SliceProgress progress) =>
        progress.BytesTotal <= 0 ? 0 : Math.Clamp((double)progress.BytesRead / progress.BytesTotal, 0, 1);

    /// <summary>For example <c>1,200,000 rows, 812,000 rows/s, 2.0 s left, 60 MiB of 88 MiB</c>.</summary>
    public string Describe(SliceProgress progress)
    {
        var elapsed = clock.GetElapsedTime(_started);
        var share = Share(progress);
        var parts = new List<string> { Human.Plural(progress.RecordsRead, "row") };
        if (elapsed > TimeSpan.Zero && progress.RecordsRead > 0)
            parts.Add($"{Human.Count((long)(progress.RecordsRead / elapsed.TotalSeconds))} rows/s");
        if (share is > 0.02 and < 1) parts.Add($"{Human.Duration(elapsed * ((1 - share) / share))} left");
        if (progress.RecordsFailed > 0) parts.Add($"{Human.Count(progress.RecordsFailed)} failed");
        if (share >= 1) parts.Add(progress.Step);
        else if (progress.BytesTotal > 0) parts.Add($"{Human.Bytes(progress.BytesRead)} of {Human.Bytes(progress.BytesTotal)}");
        return string.Join(", ", parts);
    }
}
