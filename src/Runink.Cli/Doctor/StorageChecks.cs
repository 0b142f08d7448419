using System.Diagnostics;
using Runink.Cli.Output;

namespace Runink.Cli.Doctor;

/// <summary>Whether the disk under a directory is fit for a ledger and for data.</summary>
internal static class StorageChecks
{
    private const string Category = "storage";
    private const int SyncRounds = 7;
    private const long FreeBytesLow = 2L << 30;
    private const long FreeBytesMin = 200L << 20;
    private static readonly TimeSpan SlowSync = TimeSpan.FromMilliseconds(50);

    /// <summary>Time that the disk takes to make a small write durable: every commit of a run waits for some of these.</summary>
    public static Finding SyncLatency(string directory)
    {
        var path = Path.Combine(directory, $".runi-doctor-{Environment.ProcessId}");
        try
        {
            var median = MeasureSync(path);
            var seen = $"{median.TotalMilliseconds:0.00} ms for a synced write in {directory}";
            return median < SlowSync
                ? new Finding(Category, "disk sync", FindingStatus.Pass, seen)
                : new Finding(Category, "disk sync", FindingStatus.Warn, seen,
                    "put the project on a local disk; every commit waits for a sync");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return new Finding(Category, "disk sync", FindingStatus.Fail, e.Message, $"make {directory} writable for this user");
        }
        finally
        {
            File.Delete(path);
        }
    }

    /// <summary>Free space under a directory.</summary>
    public static Finding FreeSpace(string directory)
    {
        var free = new DriveInfo(directory).AvailableFreeSpace;
        var status = free < FreeBytesMin ? FindingStatus.Fail : free < FreeBytesLow ? FindingStatus.Warn : FindingStatus.Pass;
        var fix = status == FindingStatus.Pass
            ? null
            : "outputs are written beside the old ones before they replace them: make room for both";
        return new Finding(Category, "free space", status, $"{Human.Bytes(free)} free in {directory}", fix);
    }

    private static TimeSpan MeasureSync(string path)
    {
        var page = new byte[4096];
        var times = new TimeSpan[SyncRounds];
        using var file = new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 0);
        for (var i = 0; i < SyncRounds; i++)
        {
            var started = Stopwatch.GetTimestamp();
            file.Write(page);
            file.Flush(flushToDisk: true);
            times[i] = Stopwatch.GetElapsedTime(started);
        }

        Array.Sort(times);
        return times[SyncRounds / 2];
    }
}
