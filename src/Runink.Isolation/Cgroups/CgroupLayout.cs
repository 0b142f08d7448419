using System.Collections.Frozen;

namespace Runink.Isolation.Cgroups;

/// <summary>
/// Where a controller is to be had: the version of its hierarchy and the directory beneath which groups are made.
/// </summary>
/// <param name="Version">1 or 2.</param>
/// <param name="Base">This process's own group, whose limits hold for everything beneath it.</param>
internal sealed record ControllerPlace(int Version, string Base);

/// <summary>
/// Which controller is where on this machine, decided for each by what is mounted. A machine may have version 1, version 2, or
/// some controllers in either.
/// </summary>
internal sealed class CgroupLayout
{
    private static readonly FrozenDictionary<CgroupController, (string V1, string? V2)> Names =
        new Dictionary<CgroupController, (string, string?)>
        {
            [CgroupController.Cpu] = ("cpu", "cpu"),
            [CgroupController.CpuAccounting] = ("cpuacct", null),
            [CgroupController.Memory] = ("memory", "memory"),
            [CgroupController.Processes] = ("pids", "pids"),
            [CgroupController.Io] = ("blkio", "io"),
            [CgroupController.Freezer] = ("freezer", null),
        }.ToFrozenDictionary();

    private readonly FrozenDictionary<CgroupController, ControllerPlace> _places;

    private CgroupLayout(Dictionary<CgroupController, ControllerPlace> places, string? unified)
    {
        _places = places.ToFrozenDictionary();
        Unified = unified;
    }

    /// <summary>A machine without any.</summary>
    public static CgroupLayout None { get; } = new([], null);

    /// <summary>This process's group in the version 2 tree; null where slices are not in it.</summary>
    public string? Unified { get; }

    /// <summary>Looks at this machine.</summary>
    public static CgroupLayout OfThisMachine() => Decide(
        File.ReadAllText("/proc/self/mountinfo"),
        File.ReadAllText("/proc/self/cgroup"),
        file => File.Exists(file) ? File.ReadAllText(file) : "");

    /// <summary>Decides from the kernel's texts.</summary>
    /// <param name="mountInfo">What is mounted.</param>
    /// <param name="membership">Which groups this process is in.</param>
    /// <param name="read">Reads a file of a group; empty when it is not there.</param>
    public static CgroupLayout Decide(string mountInfo, string membership, Func<string, string> read)
    {
        var mounts = MountInfo.Cgroups(mountInfo);
        var unified = mounts.FirstOrDefault(mount => mount.Version == 2) is { } tree
            ? WithoutAgentGroup(CgroupMembership.DirectoryIn(membership, tree))
            : null;
        var offered = unified is null ? [] : read(Path.Join(unified, "cgroup.controllers")).Split([' ', '\n']);
        var places = new Dictionary<CgroupController, ControllerPlace>();
        foreach (var (controller, names) in Names)
        {
            // A controller is in one hierarchy at a time, so the order of these questions does not matter.
            var old = mounts.FirstOrDefault(mount => mount.Version == 1 && mount.Controllers.Contains(names.V1));
            if (old is not null && CgroupMembership.DirectoryIn(membership, old) is { } directory)
                places[controller] = new(1, directory);
            if (unified is not null && names.V2 is not null && offered.Contains(names.V2)) places[controller] = new(2, unified);
        }

        // To enter the version 2 tree can take many milliseconds, so a slice is not there for what version 1 does as well.
        var enters = !places.ContainsKey(CgroupController.Freezer) || places.Values.Any(place => place.Version == 2);
        if (unified is null || !enters) return new(places, null);
        places[CgroupController.Freezer] = places[CgroupController.CpuAccounting] = new(2, unified);
        return new(places, unified);
    }

    /// <summary>Where a controller is; null where the machine does not have it.</summary>
    public ControllerPlace? this[CgroupController controller] => _places.GetValueOrDefault(controller);

    /// <summary>The same layout with only those places whose base passes a test.</summary>
    public CgroupLayout Where(Func<string, bool> usable) => new(
        _places.Where(place => usable(place.Value.Base)).ToDictionary(),
        Unified is not null && usable(Unified) ? Unified : null);

    /// <summary>The layout without what the version 2 tree could not be made to give.</summary>
    public CgroupLayout WithoutUnified(IReadOnlyCollection<string> missing) => new(
        _places.Where(place => place.Value.Version == 1 || Names[place.Key].V2 is not { } name || !missing.Contains(name))
            .ToDictionary(),
        Unified);

    /// <summary>The controllers that version 2 groups must be given.</summary>
    public IEnumerable<string> UnifiedControllers =>
        _places.Where(place => place.Value.Version == 2).Select(place => Names[place.Key].V2).OfType<string>()
            .Order(StringComparer.Ordinal);

    // An agent that had to move aside makes its slices beside itself, not beneath.
    private static string? WithoutAgentGroup(string? group) =>
        Path.GetFileName(group) == UnifiedDelegation.AgentGroup ? Path.GetDirectoryName(group) : group;
}
