using System.Runtime.InteropServices;

namespace Runink.Bench.Slices;

/// <summary>
/// Processor time of this process and of all that it started, by the kernel's count. What loses its parent before it ends, as the
/// first process of a sandbox does, becomes a child of this process, so that it is counted, too.
/// </summary>
internal static unsafe partial class ProcessorTime
{
    private const int Own = 0;
    private const int Children = -1;
    private const int SetChildSubreaper = 36;
    private const int StructureBytes = 256;
    private const double MicrosecondsPerMillisecond = 1e3;
    private const double MillisecondsPerSecond = 1e3;

    /// <summary>Milliseconds so far. Waits for all children to end.</summary>
    public static double Milliseconds()
    {
        while (Wait(-1, out _, 0) > 0)
        {
        }

        return Of(Own) + Of(Children);
    }

    /// <summary>Takes in whoever loses its parent from now on.</summary>
    public static void Adopt()
    {
        if (Control(SetChildSubreaper, 1, 0, 0, 0) != 0) throw new InvalidOperationException("the kernel does not let orphans be adopted");
    }

    private static double Of(int whom)
    {
        // Seconds and microseconds, first of the program, then of the kernel for it.
        var usage = stackalloc long[StructureBytes / sizeof(long)];
        if (GetUsage(whom, usage) != 0) throw new InvalidOperationException("the kernel tells no processor time");
        return ((usage[0] + usage[2]) * MillisecondsPerSecond) + ((usage[1] + usage[3]) / MicrosecondsPerMillisecond);
    }

    [LibraryImport("libc", EntryPoint = "waitpid")]
    private static partial int Wait(int id, out int status, int options);

    [LibraryImport("libc", EntryPoint = "prctl")]
    private static partial int Control(int option, nuint first, nuint second, nuint third, nuint fourth);

    [LibraryImport("libc", EntryPoint = "getrusage")]
    private static partial int GetUsage(int whom, long* usage);
}
