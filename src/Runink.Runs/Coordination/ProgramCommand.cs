namespace Runink.Runs.Coordination;

/// <summary>How a program is connected to its pipes: by a shell that opens them, where that holds up nobody, and becomes the program.</summary>
internal static class ProgramCommand
{
    /// <summary>The shell.</summary>
    public const string Shell = "/bin/sh";

    private const string Connect = "exec \"$1\" <\"$2\" >\"$3\"";

    /// <summary>The shell's arguments.</summary>
    public static IReadOnlyList<string> Arguments(string executable, string input, string output) =>
        ["-c", Connect, "sh", executable, input, output];

    /// <summary>All variables that a program finds.</summary>
    public static IReadOnlyDictionary<string, string> Environment(string home) => new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["PATH"] = "/usr/local/bin:/usr/bin:/bin",
        ["LANG"] = "C.UTF-8",
        ["HOME"] = home,
        ["TMPDIR"] = home,
    };
}
