namespace Runink.Isolation.Cgroups;

/// <summary>
/// Gives controllers of the version 2 tree to the groups beneath one. The kernel refuses that for a group that has processes of
/// its own, so this process moves into a group beside the slices if it must.
/// </summary>
internal static class UnifiedDelegation
{
    /// <summary>The group into which the agent itself moves.</summary>
    public const string AgentGroup = "runi-agent";

    private const string ControlFile = "cgroup.subtree_control";

    /// <summary>Gives controllers to the groups beneath; returns those that could not be given.</summary>
    public static IReadOnlyList<string> Enable(string group, IEnumerable<string> controllers)
    {
        // The kernel would give cpu and pids also beside processes, as to threads: then no process can enter the groups beneath.
        if (HasProcesses(group) && !(TryMoveAside(group) && !HasProcesses(group))) return [.. controllers];
        return [.. controllers.Where(controller => !TryGive(group, controller))];
    }

    /// <summary>Gives all controllers that a group has to the groups beneath it.</summary>
    public static void PassOn(string group)
    {
        var has = CgroupFile.Read(group, "cgroup.controllers").Split([' ', '\n'], StringSplitOptions.RemoveEmptyEntries);
        if (has.Length > 0) CgroupFile.Write(Path.Join(group, ControlFile), string.Join(' ', has.Select(name => "+" + name)));
    }

    // Only the true root may have processes and give controllers; it is the one without a type.
    private static bool HasProcesses(string group) =>
        File.Exists(Path.Join(group, "cgroup.type")) && CgroupFile.Read(group, "cgroup.procs").Length > 0;

    private static bool TryGive(string group, string controller)
    {
        try
        {
            CgroupFile.Write(Path.Join(group, ControlFile), "+" + controller);
            return true;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    private static bool TryMoveAside(string group)
    {
        try
        {
            var aside = Directory.CreateDirectory(Path.Join(group, AgentGroup));
            CgroupFile.Write(Path.Join(aside.FullName, "cgroup.procs"), "0");
            return true;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
