namespace Runink.Isolation.Cgroups;

/// <summary>Makes and removes the nested directories that are control groups.</summary>
internal static class CgroupDirectory
{
    /// <summary>The group that holds all of Runink's in a hierarchy.</summary>
    public const string Top = "runi";

    private const int Tries = 16;

    /// <summary>Makes a nested group and returns its directory.</summary>
    /// <param name="baseGroup">The group to begin in.</param>
    /// <param name="names">The groups beneath, outermost first.</param>
    /// <param name="made">Called for each group on the way, the base not among them, before the next is made in it.</param>
    /// <exception cref="IOException">It cannot be made.</exception>
    public static string Make(string baseGroup, IReadOnlyList<string> names, Action<string> made)
    {
        for (var tries = 0; ; tries++)
        {
            try
            {
                var group = baseGroup;
                for (var depth = 0; depth < names.Count; depth++)
                {
                    if (depth > 0) made(group);
                    group = Path.Join(group, names[depth]);
                    Directory.CreateDirectory(group);
                }

                return group;
            }
            catch (IOException) when (tries < Tries)
            {
                // Whoever removed the last slice of the same run took the groups around it along, or is just doing so, which the
                // kernel tells by another error; make them again.
            }
        }
    }

    /// <summary>
    /// Removes a group without processes, the groups beneath it, and those around it that became empty, up to Runink's own.
    /// False when it is still in use.
    /// </summary>
    /// <param name="group">The group.</param>
    /// <param name="keeps">Which of those around it stay, empty or not.</param>
    public static bool Remove(string group, Func<string, bool>? keeps = null)
    {
        if (!TryRemoveTree(group)) return false;
        if (Path.GetFileName(group) != Top && Path.GetDirectoryName(group) is { } around && keeps?.Invoke(around) != true)
            RemoveUpwards(around);
        return true;
    }

    /// <summary>Removes a group that is empty, and those around it that became so by that, up to Runink's own.</summary>
    public static void RemoveUpwards(string group)
    {
        while (TryRemove(group) && Path.GetFileName(group) != Top && Path.GetDirectoryName(group) is { } around) group = around;
    }

    /// <summary>Removes a group if it has neither processes nor groups beneath it.</summary>
    public static void RemoveEmpty(string group) => TryRemove(group);

    private static bool TryRemoveTree(string group)
    {
        if (!Directory.Exists(group)) return true;
        foreach (var child in ChildrenOf(group)) TryRemoveTree(child);
        return TryRemove(group);
    }

    private static string[] ChildrenOf(string group)
    {
        try
        {
            return Directory.GetDirectories(group);
        }
        catch (IOException)
        {
            return [];
        }
    }

    private static bool TryRemove(string group)
    {
        try
        {
            Directory.Delete(group);
            return true;
        }
        catch (DirectoryNotFoundException)
        {
            return true;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
