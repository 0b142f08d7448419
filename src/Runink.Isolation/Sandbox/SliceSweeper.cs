using Runink.Isolation.Cgroups;
using Runink.Isolation.Processes;

namespace Runink.Isolation.Sandbox;

/// <summary>Ends and removes what agents left that are gone.</summary>
internal static class SliceSweeper
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(2);

    /// <summary>Sweeps a state directory. Agents that live, and their slices, are left alone.</summary>
    public static SweepReport Sweep(string state)
    {
        var swept = new SweepReport(0, 0, []);
        foreach (var agent in Directory.Exists(state) ? Directory.GetDirectories(state) : [])
        {
            try
            {
                swept = SweepAgent(agent, swept);
            }
            catch (DirectoryNotFoundException)
            {
                // Its agent, or somebody else who sweeps, was faster; its name may still be there for a moment.
            }
        }

        return swept;
    }

    private static SweepReport SweepAgent(string agent, SweepReport before)
    {
        // Somebody makes or removes it in this moment, or died at that.
        var isEmpty = !Directory.EnumerateFileSystemEntries(agent).Any();
        if (isEmpty && AgentDirectory.TryRemoveEmpty(agent)) return before with { Agents = before.Agents + 1 };
        using var held = LockOfDead(agent);
        if (held is null) return before;
        var found = Directory.GetDirectories(agent);
        var left = found.Where(slice => !TryEnd(slice)).ToList();
        RunGroups.RemoveLeft(agent);
        if (left.Count == 0) AgentDirectory.Remove(agent);
        return new(before.Agents + 1, before.Slices + found.Length, [.. before.Left, .. left]);
    }

    private static KernelLock? LockOfDead(string agent)
    {
        var deadline = Environment.TickCount64 + (long)Patience.TotalMilliseconds;
        var path = Path.Join(agent, AgentDirectory.LockFile);
        while (Directory.Exists(agent) && Environment.TickCount64 < deadline)
        {
            // Who removes the directory removes the lock last: made again, it would be in the way. Without a lock there is nothing else.
            var isWithout = !File.Exists(path) && Directory.GetDirectories(agent).Length > 0;
            if (TryLock(path, make: isWithout) is { } held) return held;
            if (AgentDirectory.HolderLives(agent)) return null;
            Thread.Sleep(Poll);
        }

        return null;
    }

    private static bool TryEnd(string slice)
    {
        var cgroup = SliceCgroup.Left(SliceDirectory.ReadCgroups(slice));
        var lockFile = Path.Join(slice, SliceDirectory.LockFile);
        var deadline = Environment.TickCount64 + (long)Patience.TotalMilliseconds;
        while (Environment.TickCount64 < deadline)
        {
            cgroup.Kill();
            using (var held = TryLock(lockFile))
            {
                if (held is not null && cgroup.TryRemove())
                {
                    Directory.Delete(slice, recursive: true);
                    return true;
                }

                if (held is null) ProcessTable.KillHolders(lockFile);
            }

            Thread.Sleep(Poll);
        }

        return false;
    }

    private static KernelLock? TryLock(string path, bool make = true)
    {
        try
        {
            return KernelLock.TryAcquire(path, make);
        }
        catch (IOException)
        {
            // Another sweeps it too and was faster, or it is another user's.
            return null;
        }
    }
}
