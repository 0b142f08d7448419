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
        var agents = 0;
        var slices = 0;
        var left = new List<string>();
        foreach (var agent in Directory.Exists(state) ? Directory.GetDirectories(state) : [])
        {
            using var held = LockOfDead(agent);
            if (held is null) continue;
            agents++;
            var found = Directory.GetDirectories(agent);
            slices += found.Length;
            left.AddRange(found.Where(slice => !TryEnd(slice)));
            RunGroups.RemoveLeft(agent);
            if (!left.Exists(slice => slice.StartsWith(agent, StringComparison.Ordinal)))
                Directory.Delete(agent, recursive: true);
        }

        return new(agents, slices, left);
    }

    private static KernelLock? LockOfDead(string agent)
    {
        var deadline = Environment.TickCount64 + (long)Patience.TotalMilliseconds;
        while (Directory.Exists(agent) && Environment.TickCount64 < deadline)
        {
            if (TryLock(Path.Join(agent, AgentDirectory.LockFile)) is { } held) return held;
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

    private static KernelLock? TryLock(string path)
    {
        try
        {
            return KernelLock.TryAcquire(path);
        }
        catch (IOException)
        {
            // Another sweeps it too and was faster, or it is another user's.
            return null;
        }
    }
}
