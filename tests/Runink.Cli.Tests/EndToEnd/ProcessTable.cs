using System.Globalization;

namespace Runink.Cli.Tests.EndToEnd;

/// <summary>What the kernel says about running processes. Any of them may end while it is being looked at.</summary>
internal static class ProcessTable
{
    /// <summary>Processes whose parent is that one.</summary>
    public static IEnumerable<int> ChildrenOf(int parent) => All().Where(id => ParentOf(id) == parent);

    /// <summary>Its children, and theirs, and so on.</summary>
    public static IEnumerable<int> Beneath(int ancestor) => ChildrenOf(ancestor).SelectMany(child => Beneath(child).Prepend(child));

    /// <summary>Slices that a process has, whatever stands between them.</summary>
    public static IEnumerable<int> SlicesUnder(int coordinator) => All().Where(id => IsSlice(id) && AncestorsOf(id).Contains(coordinator));

    /// <summary>Slices of a project: what makes their sandboxes holds locks that lie there, also when the coordinator is gone.</summary>
    public static IReadOnlyList<int> SlicesOf(string project) =>
        [.. All().Where(id => IsSlice(id) && AncestorsOf(id).Any(ancestor => HasOpen(ancestor, Path.Combine(project, ".runink", "sandboxes"))))];

    /// <summary>Processes that work in a directory or below it.</summary>
    public static IReadOnlyList<int> Below(string directory) =>
        [.. All().Where(id => Look(id, "cwd", LinkTarget) is { } at && at.StartsWith(directory, StringComparison.Ordinal))];

    /// <summary>Whether a process was started as <c>runi slice</c> or <c>runi-slice</c>, and is not just being cleared away.</summary>
    public static bool IsSlice(int id) =>
        Look(id, "cmdline", File.ReadAllText) is { } line && line.Split('\0') is [var program, var first, ..]
        && (first == "slice" || program.EndsWith("/runi-slice", StringComparison.Ordinal));

    /// <summary>Whether a slice has no files to work on: it comes up, has done its work and waits for more, or is just being given some.</summary>
    public static bool IsIdle(int slice)
    {
        try
        {
            return !Directory.EnumerateFileSystemEntries(Path.Join($"/proc/{slice}", "root", "slice")).Any();
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    /// <summary>Whether a process was started as <c>runi server</c>, and is not just being cleared away.</summary>
    public static bool IsServer(int id) => Look(id, "cmdline", File.ReadAllText) is { } line && line.Split('\0') is [_, "server", ..];

    private static IEnumerable<int> All() => Directory.EnumerateDirectories("/proc")
        .Select(path => int.TryParse(Path.GetFileName(path), CultureInfo.InvariantCulture, out var id) ? id : 0)
        .Where(id => id > 0);

    // The name in parentheses may hold anything; behind it come state and parent.
    private static int? ParentOf(int id) => Look(id, "stat", File.ReadAllText) is { } line
        ? int.Parse(line[(line.LastIndexOf(')') + 2)..].Split(' ')[1], CultureInfo.InvariantCulture)
        : null;

    private static IEnumerable<int> AncestorsOf(int id)
    {
        for (var ancestor = ParentOf(id); ancestor is > 1; ancestor = ParentOf(ancestor.Value)) yield return ancestor.Value;
    }

    private static bool HasOpen(int id, string directory)
    {
        try
        {
            return Directory.EnumerateFiles($"/proc/{id}/fd").Any(file => LinkTarget(file)?.StartsWith(directory, StringComparison.Ordinal) == true);
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    private static string? LinkTarget(string path) => new FileInfo(path).LinkTarget;

    private static string? Look(int id, string file, Func<string, string?> read)
    {
        try
        {
            return read($"/proc/{id}/{file}");
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
