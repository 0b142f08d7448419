using System.Globalization;
using Runink.Isolation.Cgroups;
using Runink.Isolation.Sandbox;

namespace Runink.Isolation.Tests;

/// <summary>Looks for what slices could leave behind on the machine.</summary>
internal static class Traces
{
    /// <summary>Processes of these users, but for those that only wait for their parent to notice that they ended.</summary>
    public static IReadOnlyList<int> Processes(UidRange users) => [.. Directory.GetDirectories("/proc")
        .Select(directory => int.TryParse(Path.GetFileName(directory), NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : 0)
        .Where(id => id > 0 && UserOf(id) is { } user && user >= users.First && user < users.First + users.Count)];

    /// <summary>
    /// Asserts that no process of these users lives. One that leaves its groups has nothing any more, but is to be seen for a
    /// moment: nobody waits for it to vanish. What lives on does not go away in twenty seconds.
    /// </summary>
    public static Task NoProcessAsync(UidRange users) => Eventually.HoldsAsync(() => Processes(users).Count == 0);

    /// <summary>Control groups of a herd, in any hierarchy.</summary>
    public static IReadOnlyList<string> Cgroups(string herd)
    {
        var layout = CgroupLayout.OfThisMachine();
        return [.. SliceCgroup.DirectoriesOf(layout, new() { IoBytesPerSecond = 1 }, [herd]).Where(Directory.Exists)];
    }

    /// <summary>Mounts of sandboxes that the machine sees: of files in a directory, or what they are gathered in.</summary>
    public static IReadOnlyList<string> Mounts(string directory) => [.. File.ReadAllLines("/proc/self/mountinfo")
        .Where(line => line.Contains(directory, StringComparison.Ordinal) || line.Contains(" - tmpfs runi ", StringComparison.Ordinal))];

    private static uint? UserOf(int process)
    {
        try
        {
            var lines = File.ReadAllLines($"/proc/{process}/status");
            if (lines.Any(text => text.StartsWith("State:\tZ", StringComparison.Ordinal))) return null;
            var line = lines.First(text => text.StartsWith("Uid:", StringComparison.Ordinal));
            return uint.Parse(line.Split('\t')[1], CultureInfo.InvariantCulture);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
