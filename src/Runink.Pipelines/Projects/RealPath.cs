namespace Runink.Pipelines.Projects;

/// <summary>Resolves symbolic links the way the kernel walks a path, also where the path does not exist yet.</summary>
public static class RealPath
{
    // What Linux allows; more is a loop.
    private const int MaximumLinks = 40;

    /// <summary>How paths are compared here: letter case matters on Linux only.</summary>
    public static StringComparison Comparison =>
        OperatingSystem.IsLinux() ? StringComparison.Ordinal : StringComparison.OrdinalIgnoreCase;

    /// <summary>The path without links, <c>.</c> and <c>..</c>; null when the links go round in a circle.</summary>
    /// <param name="absolute">An absolute path; each component's link is followed before the <c>..</c> behind it counts.</param>
    public static string? Resolve(string absolute)
    {
        var root = Path.GetPathRoot(absolute)!;
        var (path, links) = (root, 0);
        var pending = new Stack<string>(Components(absolute[root.Length..]));
        while (pending.TryPop(out var part))
        {
            if (part == ".") continue;
            if (part == "..")
            {
                path = Path.GetDirectoryName(path) ?? root;
                continue;
            }

            var next = Path.Combine(path, part);
            if (new FileInfo(next).LinkTarget is not { } target)
            {
                path = next;
                continue;
            }

            if (++links > MaximumLinks) return null;
            if (Path.IsPathRooted(target)) path = root = Path.GetPathRoot(target)!;
            foreach (var step in Components(Path.IsPathRooted(target) ? target[root.Length..] : target)) pending.Push(step);
        }

        return path;
    }

    /// <summary>
    /// The part of <paramref name="path"/> below <paramref name="directory"/>, empty for the directory itself, null when it is
    /// elsewhere.
    /// </summary>
    public static string? Below(string directory, string path)
    {
        if (string.Equals(directory, path, Comparison)) return "";
        var prefix = Path.EndsInDirectorySeparator(directory) ? directory : directory + Path.DirectorySeparatorChar;
        return path.StartsWith(prefix, Comparison) ? path[prefix.Length..].Replace('\\', '/') : null;
    }

    private static IEnumerable<string> Components(string path) =>
        path.Split(['/', Path.DirectorySeparatorChar], StringSplitOptions.RemoveEmptyEntries).Reverse();
}
