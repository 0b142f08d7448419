using System.Diagnostics;
using System.Globalization;

namespace Runink.Execution.Stages;

/// <summary>What this process has used so far.</summary>
internal static class ProcessUsage
{
    private const string PeakField = "VmHWM:";

    /// <summary>Peak resident memory, bytes; 0 where the platform does not tell.</summary>
    public static long PeakMemoryBytes()
    {
        const string Status = "/proc/self/status";
        if (!File.Exists(Status)) return 0;
        var line = File.ReadLines(Status).FirstOrDefault(text => text.StartsWith(PeakField, StringComparison.Ordinal));
        return line is null ? 0 : 1024 * long.Parse(line.AsSpan(PeakField.Length).Trim().TrimEnd("kB").Trim(), CultureInfo.InvariantCulture);
    }

    /// <summary>CPU time of all threads, milliseconds.</summary>
    public static long CpuMilliseconds()
    {
        using var process = Process.GetCurrentProcess();
        return (long)process.TotalProcessorTime.TotalMilliseconds;
    }
}
