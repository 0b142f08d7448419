using System.Globalization;

namespace Runink.Isolation.Processes;

/// <summary>Asks <c>/proc</c> about processes.</summary>
internal static class ProcessTable
{
    private const int ParentField = 1;

    /// <summary>The children of a process.</summary>
    public static IEnumerable<int> ChildrenOf(int parent) => All().Where(process => ParentOf(process) == parent);

    /// <summary>Sends a signal to the children of a process.</summary>
    public static void SignalChildren(int parent, int signal)
    {
        foreach (var process in ChildrenOf(parent)) Posix.SignalIf(process, signal, () => ParentOf(process) == parent);
    }

    /// <summary>Kills the processes that have a file open, and returns how many they were.</summary>
    public static int KillHolders(string path)
    {
        var killed = 0;
        foreach (var process in All())
        {
            if (process == Environment.ProcessId || !Holds(process, path)) continue;
            Posix.SignalIf(process, Posix.SignalKill, () => Holds(process, path));
            killed++;
        }

        return killed;
    }

    private static IEnumerable<int> All() =>
        Directory.EnumerateDirectories("/proc").Select(Path.GetFileName)
            .Select(name => int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0)
            .Where(number => number > 0);

    private static int ParentOf(int process)
    {
        try
        {
            // The second field is the name in parentheses, which may hold anything.
            var stat = File.ReadAllText($"/proc/{process}/stat");
            return int.Parse(stat[(stat.LastIndexOf(')') + 2)..].Split(' ')[ParentField], CultureInfo.InvariantCulture);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return 0;
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
