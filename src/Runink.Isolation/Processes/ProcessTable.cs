using System.Globalization;

namespace Runink.Isolation.Processes;

/// <summary>Asks <c>/proc</c> about processes.</summary>
internal static class ProcessTable
{
    private const int ParentField = 1;
    private const int StartField = 19;
    private static readonly TimeSpan Instant = TimeSpan.FromMilliseconds(10);

    /// <summary>The namespace that the numbers of processes are of, as this process sees them.</summary>
    public static string Namespace { get; } = new FileInfo("/proc/self/ns/pid").LinkTarget ?? "";

    /// <summary>The children of a process.</summary>
    public static IEnumerable<int> ChildrenOf(int parent) => All().Where(process => ParentOf(process) == parent);

    /// <summary>Sends a signal to the children of a process.</summary>
    public static void SignalChildren(int parent, int signal)
    {
        foreach (var process in ChildrenOf(parent)) Posix.SignalIf(process, signal, () => ParentOf(process) == parent);
    }

    /// <summary>Whether a process has a file open or mapped whose path, as it sees it, is beneath another.</summary>
    public static bool UsesFileBeneath(int process, string path)
    {
        var prefix = path + "/";
        return Directory.EnumerateFileSystemEntries($"/proc/{process}/fd")
                .Any(entry => new FileInfo(entry).LinkTarget?.StartsWith(prefix, StringComparison.Ordinal) ?? false)
            || File.ReadLines($"/proc/{process}/maps").Any(line => line.Contains($" {prefix}", StringComparison.Ordinal));
    }

    /// <summary>Kills the processes that keep a file open, and returns how many they were.</summary>
    public static int KillHolders(string path)
    {
        var holders = All().Where(process => process != Environment.ProcessId && Holds(process, path)).ToList();
        if (holders.Count == 0) return 0;
        // Another agent opens a lock for an instant, to see whether it is held. Whoever is to be killed has it open a moment later as well.
        Thread.Sleep(Instant);
        foreach (var process in holders) Posix.SignalIf(process, Posix.SignalKill, () => Holds(process, path));
        return holders.Count;
    }

    private static IEnumerable<int> All() =>
        Directory.EnumerateDirectories("/proc").Select(Path.GetFileName)
            .Select(name => int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0)
            .Where(number => number > 0);

    /// <summary>
    /// A process and when it started, which no other process of this machine ever shares; empty when it is gone.
    /// </summary>
    public static string Identity(int process) =>
        FieldsOf(process) is { Length: > StartField } fields && fields[0] is not ("Z" or "X")
            ? $"{process} {fields[StartField]}"
            : "";

    /// <summary>The parent of a process; 0 when there is none.</summary>
    public static int ParentOf(int process) =>
        FieldsOf(process) is { Length: > ParentField } fields ? int.Parse(fields[ParentField], CultureInfo.InvariantCulture) : 0;

    // From the third field on, its state: the second is its name in parentheses, which may hold anything.
    private static string[] FieldsOf(int process)
    {
        try
        {
            var stat = File.ReadAllText($"/proc/{process}/stat");
            return stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    private static bool Holds(int process, string path)
    {
        try
        {
            return Directory.EnumerateFileSystemEntries($"/proc/{process}/fd")
                .Any(entry => new FileInfo(entry).LinkTarget == path);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
