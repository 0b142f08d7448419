using System.Globalization;

namespace Runink.Cli.Tests.EndToEnd.Kills;

/// <summary>What killed runs of a project could leave on the machine: processes, control groups, mounts, files.</summary>
internal static class Leftovers
{
    private const string Groups = "/sys/fs/cgroup";

    /// <summary>Asserts that there is nothing. A process that is dying is given a moment to be gone.</summary>
    public static void None(TradesProject project)
    {
        Wait.Until(() => Holders(project.Root).Count == 0, () => string.Join(", ", Holders(project.Root)));
        Assert.Empty(project.Litter());
        Assert.Empty(Entries(project.File(".runink/sandboxes")));
        Assert.Empty(Entries(project.File(".runink/runs")));
        Assert.DoesNotContain(File.ReadLines("/proc/self/mountinfo"), line => line.Contains(project.Root, StringComparison.Ordinal));
        var runs = Entries(project.File(".runink/logs")).Select(Path.GetFileName).ToHashSet(StringComparer.Ordinal);
        Assert.Empty(GroupsNamed(runs, Groups));
    }

    // Slices that ended are forgotten, so whoever has a file of the project open, or works in it, is one that did not.
    private static List<string> Holders(string root)
    {
        var holders = new List<string>();
        foreach (var directory in Directory.EnumerateDirectories("/proc"))
        {
            if (!int.TryParse(Path.GetFileName(directory), CultureInfo.InvariantCulture, out var id) || id == Environment.ProcessId) continue;
            var held = Links(directory).FirstOrDefault(target => target.StartsWith(root, StringComparison.Ordinal));
            if (held is not null) holders.Add($"process {id} has {held}");
        }

        return holders;
    }

    private static List<string> Links(string process)
    {
        try
        {
            return [.. Directory.EnumerateFiles(Path.Combine(process, "fd")).Append(Path.Combine(process, "cwd"))
                .Select(link => new FileInfo(link).LinkTarget).OfType<string>()];
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    private static IEnumerable<string> GroupsNamed(HashSet<string?> names, string directory) => Entries(directory)
        .Where(entry => !File.Exists(entry))
        .SelectMany(entry => GroupsNamed(names, entry).Concat(names.Contains(Path.GetFileName(entry)) ? [entry] : []));

    private static string[] Entries(string directory)
    {
        try
        {
            return Directory.Exists(directory) ? Directory.GetFileSystemEntries(directory) : [];
        }
        catch (DirectoryNotFoundException)
        {
            return [];
        }
    }
}
