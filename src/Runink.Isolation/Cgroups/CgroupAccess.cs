using System.Globalization;
using Runink.Isolation.Processes;

namespace Runink.Isolation.Cgroups;

/// <summary>Finds out which control groups this process may really use.</summary>
internal static class CgroupAccess
{
    private const string Probe = "probe-";

    /// <summary>
    /// The layout of this machine without what cannot be used. Version 2 controllers are given to the groups beneath this
    /// process's own, which may move it into one of its own.
    /// </summary>
    public static CgroupLayout Usable()
    {
        var layout = CgroupLayout.OfThisMachine().Where(IsUsable);
        return layout.Unified is { } tree
            ? layout.WithoutUnified(UnifiedDelegation.Enable(tree, layout.UnifiedControllers))
            : layout;
    }

    /// <summary>Removes Runink's own top groups where nothing is in them.</summary>
    public static void RemoveTops(CgroupLayout layout)
    {
        var tops = SliceCgroup.DirectoriesOf(layout, new() { IoBytesPerSecond = 1 }, []);
        foreach (var top in tops) CgroupDirectory.RemoveEmpty(top);
    }

    // Of an agent that was killed just when it tried what it may do here.
    private static bool IsAbandoned(string group) =>
        Path.GetFileName(group) is var name && name.StartsWith(Probe, StringComparison.Ordinal)
        && int.TryParse(name.AsSpan(Probe.Length), CultureInfo.InvariantCulture, out var process)
        && ProcessTable.Identity(process).Length == 0;

    // Making a group is not enough: a process may only be moved by who may write to the group it comes from.
    private static bool IsUsable(string group)
    {
        try
        {
            File.OpenHandle(Path.Join(group, "cgroup.procs"), FileMode.Open, FileAccess.Write, FileShare.ReadWrite).Dispose();
            foreach (var left in CgroupDirectory.ChildrenOf(Path.Join(group, CgroupDirectory.Top)).Where(IsAbandoned))
                CgroupDirectory.RemoveEmpty(left);
            string[] probe = [CgroupDirectory.Top, $"{Probe}{Environment.ProcessId}"];
            CgroupDirectory.Remove(CgroupDirectory.Make(group, probe, _ => { }));
            return true;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
