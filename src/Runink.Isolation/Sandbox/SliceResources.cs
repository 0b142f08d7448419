using Runink.Isolation.Cgroups;
using Runink.Isolation.Processes;

namespace Runink.Isolation.Sandbox;

/// <summary>What a slice has on the machine besides its processes, from before its start until nothing of it lives.</summary>
internal sealed class SliceResources
{
    private const int MostNamed = 8;
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(1);

    private readonly RunGroups _run;
    private readonly TimeSpan _patience;
    private readonly SliceLimits _limits;
    private readonly int _openFiles;
    private ResourceUsage _before = new();

    private SliceResources(
        SliceDirectory directory, UidLease? user, Furnishing? furnishing, RunGroups run, SliceCgroup cgroup, SliceLimits limits, int openFiles,
        TimeSpan patience)
    {
        _run = run;
        _patience = patience;
        _limits = limits;
        _openFiles = openFiles;
        Directory = directory;
        User = user;
        Furnishing = furnishing;
        Cgroup = cgroup;
    }

    /// <summary>What is written down of it.</summary>
    public SliceDirectory Directory { get; }

    /// <summary>Its user; null when it is the agent's.</summary>
    public UidLease? User { get; }

    /// <summary>The files that it is given while it runs; null when its user is the agent's, which cannot be given any.</summary>
    public Furnishing? Furnishing { get; }

    /// <summary>Its control groups; none where the machine gives none.</summary>
    public SliceCgroup Cgroup { get; }

    /// <summary>Takes them. Each is written down before it is made, so that none is lost when the agent dies here.</summary>
    /// <param name="spec">The slice.</param>
    /// <param name="agent">Where to write, and the groups around those of slices.</param>
    /// <param name="layout">Where groups are made.</param>
    /// <param name="takeUser">Finds a user, given the slice's lock; returns null when there is none to be had.</param>
    /// <param name="maps">What maps owners of files to that user.</param>
    /// <param name="patience">How long the kernel may take to end it.</param>
    public static SliceResources Take(
        SandboxSpec spec, AgentDirectory agent, CgroupLayout layout, Func<string, UidLease?> takeUser, IdMaps? maps, TimeSpan patience)
    {
        var id = AgentDirectory.Identifier();
        var directory = SliceDirectory.Make(agent.Path, id);
        UidLease? user = null;
        try
        {
            user = takeUser(directory.Lock.Path);
            if (user is not null)
            {
                foreach (var mount in spec.Writable) Posix.GiveTo(mount.HostPath, user.Uid);
            }

            string[] names = [spec.Name.Herd, spec.Name.Run, $"{spec.Name.Slice}-{id}"];
            var groups = SliceCgroup.DirectoriesOf(layout, spec.Limits, names);
            directory.WriteCgroups(groups);
            agent.Run.Keep(groups);
            var furnishing = user is null || maps is null ? null : new Furnishing(maps, user.Uid, directory.Path);
            var disk = Disk(spec);
            var cgroup = SliceCgroup.Make(layout, spec.Limits, disk, names);
            var limits = new SliceLimits(layout, disk, [CgroupDirectory.Top, .. names]);
            return new(directory, user, furnishing, agent.Run, cgroup, limits, spec.Limits.OpenFiles, patience);
        }
        catch
        {
            user?.Dispose();
            directory.Dispose();
            throw;
        }
    }

    /// <summary>What it has used, in this use of it.</summary>
    public ResourceUsage Usage() => Cgroup.Usage().Since(_before);

    /// <summary>Gives it other limits, and counts what it uses from now on.</summary>
    /// <exception cref="IsolationException">It holds more than it may now, or a limit cannot be set.</exception>
    public void Renew(ResourceLimits limits)
    {
        const string Another = "end it and start another";
        if (limits.OpenFiles != _openFiles)
            throw new IsolationException($"a slice that runs keeps its limit of {_openFiles} open files", Another);
        if (Cgroup.HeldMemory() is var held && held > limits.MemoryBytes)
            throw new IsolationException($"the slice still holds {held} bytes of memory, and may have {limits.MemoryBytes}", Another);
        _limits.Replace(limits);
        var isReset = Cgroup.ResetPeak();
        var before = Cgroup.Usage();
        _before = isReset ? before with { PeakMemoryBytes = null } : before;
    }

    /// <summary>Kills what is left of the slice and gives everything back.</summary>
    /// <exception cref="SliceNotEndedException">Something cannot be ended; it stays written down for the next sweep.</exception>
    public async Task ReleaseAsync()
    {
        try
        {
            await EndAsync();
        }
        catch
        {
            // Not unlocked: what lives of the slice holds the lock, and whoever sweeps kills all who do.
            Directory.Lock.Handle.Dispose();
            throw;
        }

        Furnishing?.Dispose();
        Directory.Dispose();
        User?.Dispose();
    }

    private async Task EndAsync()
    {
        var deadline = Environment.TickCount64 + (long)_patience.TotalMilliseconds;
        while (!TryEnd())
        {
            if (Environment.TickCount64 > deadline) throw new SliceNotEndedException(Left());
            await Task.Delay(Poll);
        }
    }

    private string Left()
    {
        var processes = string.Join(", ", Cgroup.Processes().Take(MostNamed));
        return $"the kernel does not end the slice of '{Directory.Path}'" + (processes.Length == 0 ? "" : $", of which live: {processes}");
    }

    private static string? Disk(SandboxSpec spec) =>
        spec.Writable.Concat(spec.Files?.Writable ?? []).FirstOrDefault() is { } staging
            ? BlockDevice.DiskOf(Posix.DeviceOf(staging.HostPath))
            : null;

    // Without groups, whoever has the slice's lock open is of the slice.
    private bool TryEnd()
    {
        if (Cgroup.Directories.Count == 0) return ProcessTable.KillHolders(Directory.Lock.Path) == 0;
        if (Cgroup.TryRemove(_run.Keeps)) return true;
        Cgroup.Kill();
        return false;
    }
}
