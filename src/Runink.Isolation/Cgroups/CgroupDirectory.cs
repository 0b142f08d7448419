using System.Runtime.InteropServices;
using Runink.Isolation.Processes;

namespace Runink.Isolation.Cgroups;

/// <summary>Makes and removes the nested directories that are control groups.</summary>
internal static partial class CgroupDirectory
{
    /// <summary>The group that holds all of Runink's in a hierarchy.</summary>
    public const string Top = "runi";

    private const int Tries = 16;
    private const uint Mode = 0x1ED; // rwxr-xr-x
    private const int NothingAround = 2;
    private const int Exists = 17;
    private const int BeingRemoved = 19;

    /// <summary>Makes a nested group and returns its directory.</summary>
    /// <param name="baseGroup">The group to begin in.</param>
    /// <param name="names">The groups beneath, outermost first.</param>
    /// <param name="made">Called for each group on the way, outermost first, once none of them can be removed any more.</param>
    /// <exception cref="IOException">It cannot be made.</exception>
    public static string Make(string baseGroup, IReadOnlyList<string> names, Action<string> made)
    {
        string[] groups = [.. names.Select((_, depth) => Path.Join([baseGroup, .. names.Take(depth + 1)]))];

        // Whoever removes the last slice of a run takes the groups around it along, or is just doing so: they are made again.
        for (var tries = 1; !Array.TrueForAll(groups, TryMake); tries++)
        {
            if (tries == Tries) throw new IOException($"'{groups[^1]}' is removed whenever it is made");
        }

        foreach (var group in groups.AsSpan(..^1)) made(group);
        return groups[^1];
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

    // Not by .NET, which makes what is missing around it too, and would not be told to give that its controllers.
    private static bool TryMake(string group)
    {
        if (MakeDirectory(group, Mode) == 0) return true;
        return Marshal.GetLastPInvokeError() switch
        {
            Exists => true,
            NothingAround or BeingRemoved => false,
            _ => throw Posix.Failure($"make '{group}'"),
        };
    }

    private static bool TryRemoveTree(string group)
    {
        if (!Directory.Exists(group)) return true;
        foreach (var child in ChildrenOf(group)) TryRemoveTree(child);
        return TryRemove(group);
    }

    /// <summary>The groups in a group; none when it is gone, which it may be at any moment.</summary>
    public static string[] ChildrenOf(string group)
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

    [LibraryImport("libc", EntryPoint = "mkdir", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int MakeDirectory(string path, uint mode);
}
