namespace Runink.Isolation.Cgroups;

/// <summary>Sets what a slice may use, in groups that exist.</summary>
/// <param name="layout">Where groups are made.</param>
/// <param name="disk">Numbers of the disk that can be limited; null for none.</param>
/// <param name="path">The groups, outermost first.</param>
internal sealed class SliceLimits(CgroupLayout layout, string? disk, string[] path)
{
    /// <summary>What to do about a limit that cannot be set.</summary>
    public const string GiveMore = "ask for less, or give the agent's own control group more";

    /// <summary>Sets the limits of groups that have none.</summary>
    /// <exception cref="IsolationException">One cannot be set.</exception>
    public void Set(ResourceLimits limits) => Write(LimitFiles.Version1(limits, disk), LimitFiles.Version2(limits, disk));

    /// <summary>Sets limits in place of others.</summary>
    /// <exception cref="IsolationException">One cannot be set; others are then not what they were.</exception>
    public void Replace(ResourceLimits limits)
    {
        Write(LimitFiles.Unlimited1(disk), LimitFiles.Unlimited2(disk));
        Set(limits);
    }

    private void Write(IEnumerable<LimitFile> version1, IEnumerable<LimitFile> version2)
    {
        var files = version1.Where(file => layout[file.Controller]?.Version == 1)
            .Concat(version2.Where(file => layout[file.Controller]?.Version == 2));
        foreach (var file in files) Set(file);
    }

    private void Set(LimitFile file)
    {
        var name = Path.Join([layout[file.Controller]!.Base, .. path, file.Name]);
        try
        {
            if (file.Required) CgroupFile.Write(name, file.Value);
            else CgroupFile.TryWrite(name, file.Value);
        }
        catch (IOException) when (!file.Required)
        {
            // The kernel has the file and does not want the value: a nicety of this limit, without which it holds all the same.
        }
        catch (IOException failure)
        {
            throw new IsolationException(
                $"the limit {file.Name} = {file.Value} cannot be set: {failure.Message}",
                GiveMore,
                failure);
        }
    }
}
