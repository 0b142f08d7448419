using static Runink.Raft.Tests.TraceCommands;

namespace Runink.Raft.Tests;

/// <summary>Snapshots and their pieces.</summary>
internal static class SnapshotCommands
{
    public static Dictionary<string, TraceCommand> All => new()
    {
        ["snapshot"] = Snapshot,
        ["chunk"] = Chunk,
        ["unreadable"] = Unreadable,
        ["spoil"] = (world, arguments) => MachineOf(world, arguments, out _).Disk.StagesBadly = true,
    };

    /// <summary><c>snapshot 1</c>: node 1 has taken a snapshot of everything that it applied.</summary>
    private static void Snapshot(TraceWorld world, string arguments)
    {
        foreach (var machine in MachinesOf(world, arguments, out _))
        {
            var snapshot = machine.KeepSnapshot(machine.Node!.AppliedIndex);
            world.Do(machine, node => node.SnapshotTaken(snapshot));
        }
    }

    /// <summary><c>chunk 1</c>: the oldest piece that node 1 wanted of its own snapshot has been read.</summary>
    private static void Chunk(TraceWorld world, string arguments) => world.FinishRead(MachineOf(world, arguments, out _));

    /// <summary><c>unreadable 1</c>: the oldest piece that node 1 wanted cannot be read.</summary>
    private static void Unreadable(TraceWorld world, string arguments)
    {
        var machine = MachineOf(world, arguments, out _);
        var read = machine.Reads.Dequeue();
        world.Do(machine, node => node.SnapshotUnreadable(read.Snapshot));
    }
}
