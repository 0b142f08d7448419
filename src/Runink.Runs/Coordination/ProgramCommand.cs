using System.Globalization;

namespace Runink.Runs.Coordination;

/// <summary>How a program is connected to its pipes: by a shell that opens them, where that holds up nobody, and becomes the program.</summary>
internal static class ProgramCommand
{
    /// <summary>The shell.</summary>
    public const string Shell = "/bin/sh";

    private const string Connect = "input=$1 output=$2; shift 2; exec \"$@\" <\"$input\" >\"$output\"";

    // The rest is the runtime, its code and what the collector cannot count.
    private const double HeapShare = 0.75;

    /// <summary>The shell's arguments.</summary>
    public static IReadOnlyList<string> Arguments(IEnumerable<string> command, string input, string output) =>
        ["-c", Connect, "sh", input, output, .. command];

    /// <summary>The command that runs a compiled step.</summary>
    public static IReadOnlyList<string> Host(string runi, IEnumerable<string> arguments, string step) => [runi, .. arguments, "step", "host", step];

    /// <summary>All variables that a program finds.</summary>
    public static Dictionary<string, string> Environment(string home) => new(StringComparer.Ordinal)
    {
        ["PATH"] = "/usr/local/bin:/usr/bin:/bin",
        ["LANG"] = "C.UTF-8",
        ["HOME"] = home,
        ["TMPDIR"] = home,
    };

    /// <summary>Lets the collector of a step know the limit, which it cannot see: it collects in time, and says when there is nothing left.</summary>
    public static void LimitHeap(IDictionary<string, string> environment, long? memoryBytes)
    {
        if (memoryBytes is { } bytes) environment["DOTNET_GCHeapHardLimit"] = ((long)(bytes * HeapShare)).ToString("x", CultureInfo.InvariantCulture);
    }
}
