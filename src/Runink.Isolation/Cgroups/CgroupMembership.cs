namespace Runink.Isolation.Cgroups;

/// <summary>Reads <c>/proc/self/cgroup</c>: which group of each hierarchy a process is in.</summary>
internal static class CgroupMembership
{
    /// <summary>The group in a hierarchy; null when the process is in none, as when the hierarchy is not mounted.</summary>
    /// <param name="text">The content of the file.</param>
    /// <param name="mount">The hierarchy.</param>
    public static string? GroupIn(string text, CgroupMount mount)
    {
        foreach (var line in text.Split('\n'))
        {
            // hierarchy-id ":" controllers ":" group; version 2 has id 0 and no controllers.
            if (line.Split(':', 3) is not [var id, var controllers, var group]) continue;
            var matches = mount.Version == 2 ? id == "0" && controllers.Length == 0 : SameHierarchy(controllers, mount);
            if (matches) return group;
        }

        return null;
    }

    /// <summary>
    /// The directory of a process's own group: beneath the mount, or the mount itself when that shows a part of the hierarchy
    /// which the group is not in (a container without a namespace for groups).
    /// </summary>
    public static string? DirectoryIn(string text, CgroupMount mount)
    {
        if (GroupIn(text, mount) is not { } group) return null;
        var root = mount.Root.TrimEnd('/');
        if (group == root) return mount.Directory;
        return group.StartsWith(root + "/", StringComparison.Ordinal) && !group.Contains("/..", StringComparison.Ordinal)
            ? Path.Join(mount.Directory, group[root.Length..]).TrimEnd('/')
            : mount.Directory;
    }

    private static bool SameHierarchy(string controllers, CgroupMount mount) =>
        controllers.Length > 0 && controllers.Split(',').All(name => mount.Controllers.Contains(name));
}
