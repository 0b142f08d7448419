using Runink.Isolation.Processes;

namespace Runink.Isolation.Cgroups;

/// <summary>
/// The control groups of one slice, one in each hierarchy that is needed. Its members are safe to call from several threads;
/// after <see cref="TryRemove"/> they do nothing.
/// </summary>
internal sealed class SliceCgroup
{
    private const string Procs = "cgroup.procs";
    private const string ThreadsOfVersion1 = "tasks";
    private readonly string? _unified;
    private readonly string? _freezer;
    private readonly IReadOnlyDictionary<CgroupController, string> _homes;
    private PeakMemory? _peak;

    private SliceCgroup(IReadOnlyList<string> directories, IReadOnlyDictionary<CgroupController, string> homes)
    {
        Directories = directories;
        _homes = homes;
        _unified = directories.FirstOrDefault(group => File.Exists(Path.Join(group, "cgroup.freeze")));
        _freezer = directories.FirstOrDefault(group => File.Exists(Path.Join(group, "freezer.state")));
    }

    /// <summary>One directory in each hierarchy.</summary>
    public IReadOnlyList<string> Directories { get; }

    /// <summary>
    /// The files into which the first process of the slice writes 0 to enter. A process of one thread enters a version 1 group
    /// as that thread: to enter as a process takes a lock of the whole kernel, and many milliseconds.
    /// </summary>
    public IEnumerable<string> Entries => Directories.Select(group =>
        File.Exists(Path.Join(group, ThreadsOfVersion1)) ? Path.Join(group, ThreadsOfVersion1) : Path.Join(group, Procs));

    /// <summary>The directories that a slice will have, without making them.</summary>
    public static IReadOnlyList<string> DirectoriesOf(CgroupLayout layout, ResourceLimits limits, IReadOnlyList<string> names) =>
        [.. Bases(layout, limits).Select(group => Path.Join([group, CgroupDirectory.Top, .. names]))];

    /// <summary>Makes the groups of a slice and sets its limits.</summary>
    /// <exception cref="IsolationException">A group cannot be made, or a limit not be set. Nothing is left then.</exception>
    public static SliceCgroup Make(CgroupLayout layout, ResourceLimits limits, string? disk, IReadOnlyList<string> names)
    {
        string[] path = [CgroupDirectory.Top, .. names];
        try
        {
            Action<string> PassOn(string group) => group == layout.Unified ? UnifiedDelegation.PassOn : _ => { };
            var made = Bases(layout, limits).ToDictionary(group => group, group => CgroupDirectory.Make(group, path, PassOn(group)));
            new SliceLimits(layout, disk, path).Set(limits);
            return new([.. made.Values], Homes(layout, made));
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or IsolationException)
        {
            Left(DirectoriesOf(layout, limits, names)).TryRemove();
            if (failure is IsolationException) throw;
            throw new IsolationException($"a control group cannot be made: {failure.Message}", SliceLimits.GiveMore, failure);
        }
    }

    /// <summary>The groups of a slice that somebody else was to make: some, or what is around them, may not be there.</summary>
    public static SliceCgroup Left(IReadOnlyList<string> directories) =>
        new(directories, new Dictionary<CgroupController, string>());

    /// <summary>Stops all its processes where they are, or lets them go on. Returns before all have stopped.</summary>
    public void Freeze(bool frozen)
    {
        if (_unified is not null) TryWrite(_unified, "cgroup.freeze", frozen ? "1" : "0");
        else if (_freezer is not null) TryWrite(_freezer, "freezer.state", frozen ? "FROZEN" : "THAWED");
    }

    /// <summary>
    /// Kills all its processes. Where the kernel cannot do it at once they are stopped first, so that none escapes.
    /// </summary>
    public void Kill()
    {
        if (_unified is not null && TryWrite(_unified, "cgroup.kill", "1")) return;
        Freeze(frozen: true);
        foreach (var process in Processes()) Posix.Signal(process, Posix.SignalKill);
        Freeze(frozen: false);
    }

    /// <summary>Its processes.</summary>
    public IReadOnlyList<int> Processes() => [.. Directories.SelectMany(Members).Distinct()];

    /// <summary>
    /// Memory in bytes that it holds and the kernel cannot take back at once: neither page cache nor free. 0 where nothing tells.
    /// </summary>
    public long HeldMemory()
    {
        var counters = Read(CgroupController.Memory, "memory.stat");
        return (CgroupText.Value(counters, "anon") ?? CgroupText.Value(counters, "rss") ?? 0)
            + (CgroupText.Value(counters, "shmem") ?? 0);
    }

    /// <summary>Reads what the slice has used so far.</summary>
    public ResourceUsage Usage()
    {
        var usage = UsageReader.Read(Read);
        return _peak?.Bytes is { } peak ? usage with { PeakMemoryBytes = peak } : usage;
    }

    /// <summary>Lets the most memory held at a time count from now on. False where the kernel cannot.</summary>
    public bool ResetPeak()
    {
        _peak ??= Directories.Select(PeakMemory.Open).FirstOrDefault(peak => peak is not null);
        return _peak?.TryReset() ?? false;
    }

    /// <summary>Removes the groups; false when a process is still in one.</summary>
    /// <param name="keeps">Which of the groups around them stay; when null, those stay that are not empty.</param>
    public bool TryRemove(Func<string, bool>? keeps = null)
    {
        if (!Directories.Select(group => CgroupDirectory.Remove(group, keeps)).ToList().TrueForAll(removed => removed)) return false;
        _peak?.Dispose();
        return true;
    }

    // A group has many files, and to look for one where it cannot be costs the kernel as much as to read it where it is.
    private string Read(CgroupController controller, string file)
    {
        var home = _homes.GetValueOrDefault(controller);
        var places = new[] { home, _unified == home ? null : _unified }.OfType<string>();
        return string.Concat(places.Select(group => CgroupFile.Read(group, file)));
    }

    private static Dictionary<CgroupController, string> Homes(CgroupLayout layout, Dictionary<string, string> made) =>
        Enum.GetValues<CgroupController>().Where(controller => layout[controller] is { } place && made.ContainsKey(place.Base))
            .ToDictionary(controller => controller, controller => made[layout[controller]!.Base]);

    private static IEnumerable<string> Bases(CgroupLayout layout, ResourceLimits limits)
    {
        var places = new[]
        {
            layout[CgroupController.Cpu],
            layout[CgroupController.CpuAccounting],
            layout[CgroupController.Memory],
            layout[CgroupController.Processes],
            limits.IoBytesPerSecond is null ? null : layout[CgroupController.Io],
            layout[CgroupController.Freezer],
        };
        return places.Select(place => place?.Base).Append(layout.Unified).OfType<string>().Distinct();
    }

    private static IEnumerable<int> Members(string group) =>
        CgroupDirectory.ChildrenOf(group).SelectMany(Members).Concat(Numbers(CgroupFile.Read(group, Procs)));

    private static IEnumerable<int> Numbers(string text) =>
        text.Split('\n').Select(line => (int?)CgroupText.Number(line)).OfType<int>().Where(process => process > 0);

    private static bool TryWrite(string group, string name, string value)
    {
        try
        {
            return CgroupFile.TryWrite(Path.Join(group, name), value);
        }
        catch (IOException)
        {
            return false;
        }
    }
}
