using static Runink.Raft.Tests.TraceCommands;

namespace Runink.Raft.Tests;

/// <summary>What disks and state machines do.</summary>
internal static class DiskCommands
{
    public static Dictionary<string, TraceCommand> All => new()
    {
        ["auto"] = Auto,
        ["write"] = Write,
        ["apply"] = Apply,
        ["rot"] = Rot,
        ["rewrite"] = Rewrite,
    };

    /// <summary><c>auto writes applies chunks</c>: what is done at once from now on; <c>auto nothing</c>.</summary>
    private static void Auto(TraceWorld world, string what)
    {
        var words = what.Split(' ');
        world.AutoWrites = words.Contains("writes");
        world.AutoApplies = words.Contains("applies");
        world.AutoChunks = words.Contains("chunks");
    }

    /// <summary><c>write 1</c>: the oldest write under way is durable now; <c>write 1 all</c>.</summary>
    private static void Write(TraceWorld world, string arguments)
    {
        foreach (var machine in MachinesOf(world, arguments, out var count))
        {
            var left = Count(count, machine.Disk.PendingCount, $"node {machine.Id} writes nothing");
            for (; left > 0 && machine.Node is not null; left--) world.FinishWrite(machine);
        }
    }

    private static void Apply(TraceWorld world, string arguments)
    {
        foreach (var machine in MachinesOf(world, arguments, out var count))
        {
            var left = Count(count, machine.Applies.Count, $"node {machine.Id} applies nothing");
            for (; left > 0 && machine.Node is not null; left--) world.FinishApply(machine);
        }
    }

    /// <summary>
    /// <c>rot 1 5</c>: entry 5 can no longer be read; <c>rot 1 5 unknown</c>: nor its term. A running node is told.
    /// </summary>
    private static void Rot(TraceWorld world, string arguments)
    {
        var machine = MachineOf(world, arguments, out var rest);
        var words = rest.Split(' ');
        var index = new LogIndex(long.Parse(words[0]));
        machine.Disk.Rot(index, termIsKnown: !words.Contains("unknown"));
        if (machine.Node is not null) world.Do(machine, node => node.EntryRotten(index, machine.Clock));
    }

    /// <summary><c>rewrite 1 3</c>: reports, once more, that the third write is durable.</summary>
    private static void Rewrite(TraceWorld world, string arguments)
    {
        var machine = MachineOf(world, arguments, out var id);
        world.Do(machine, node => node.WriteCompleted(new WriteId(long.Parse(id)), machine.Clock));
    }

    private static int Count(string text, int all, string nothing)
    {
        if (text == "all") return all;
        var wanted = text.Length > 0 ? int.Parse(text) : 1;
        return wanted <= all ? wanted : throw new FormatException(nothing);
    }
}
