using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;

namespace Runink.Execution.Stages;

/// <summary>What this process has used so far.</summary>
internal static partial class ProcessUsage
{
    /// <summary>Peak resident memory, bytes; 0 where the platform does not tell.</summary>
    public static long PeakMemoryBytes() => Field("VmHWM:");

    /// <summary>Resident memory, bytes; 0 where the platform does not tell.</summary>
    public static long ResidentBytes() => Field("VmRSS:");

    /// <summary>CPU time of all threads, milliseconds.</summary>
    public static long CpuMilliseconds()
    {
        using var process = Process.GetCurrentProcess();
        return (long)process.TotalProcessorTime.TotalMilliseconds;
    }

    /// <summary>Gives memory that nothing needs any more back to the system: the collector's, and that of native libraries.</summary>
    public static void GiveBack()
    {
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        if (OperatingSystem.IsLinux()) _ = TrimHeap(0);
    }

    private static long Field(string name)
    {
        const string Status = "/proc/self/status";
        if (!File.Exists(Status)) return 0;
        var line = File.ReadLines(Status).FirstOrDefault(text => text.StartsWith(name, StringComparison.Ordinal));
        return line is null ? 0 : 1024 * long.Parse(line.AsSpan(name.Length).Trim().TrimEnd("kB").Trim(), CultureInfo.InvariantCulture);
    }

    [LibraryImport("libc", EntryPoint = "malloc_trim")]
    private static partial int TrimHeap(nint kept);
}
