using Runink.Isolation.Cgroups;

namespace Runink.Isolation.Sandbox;

/// <summary>
/// Keeps the control groups around those of slices, of the herd and of the run, for the next slice of the same run: two of three
/// groups need not be made and removed for each. Those of one run at a time, the last that had a slice started; they are written
/// down before they are made, so that whoever comes after the agent removes them. Safe to use from several threads.
/// </summary>
/// <param name="agentDirectory">Where to write.</param>
internal sealed class RunGroups(string agentDirectory) : IDisposable
{
    private const string GroupsFile = "run";
    private readonly Lock _gate = new();
    private HashSet<string> _kept = [];

    /// <summary>Keeps the groups of a run from now on, and no longer those of another.</summary>
    /// <param name="slices">The groups of a slice that is about to be made in them.</param>
    public void Keep(IEnumerable<string> slices)
    {
        var groups = slices.Select(Path.GetDirectoryName).OfType<string>().ToHashSet(StringComparer.Ordinal);
        HashSet<string> before;
        lock (_gate)
        {
            if (groups.IsSubsetOf(_kept)) return;
            File.WriteAllLines(Path.Join(agentDirectory, GroupsFile), groups);
            (before, _kept) = (_kept, groups);
        }

        RemoveEmpty(before);
    }

    /// <summary>Whether a group is kept, though nothing may be in it.</summary>
    public bool Keeps(string group)
    {
        lock (_gate) return _kept.Contains(group);
    }

    /// <summary>Removes what an agent kept that is gone.</summary>
    public static void RemoveLeft(string agentDirectory)
    {
        var file = Path.Join(agentDirectory, GroupsFile);
        if (File.Exists(file)) RemoveEmpty(File.ReadAllLines(file));
    }

    /// <summary>Keeps none any more.</summary>
    public void Dispose()
    {
        HashSet<string> before;
        lock (_gate) (before, _kept) = (_kept, []);
        RemoveEmpty(before);
    }

    // Where slices are still in them, the last of those removes them.
    private static void RemoveEmpty(IEnumerable<string> groups)
    {
        foreach (var group in groups) CgroupDirectory.RemoveUpwards(group);
    }
}
