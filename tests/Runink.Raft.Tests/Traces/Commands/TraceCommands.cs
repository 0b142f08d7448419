namespace Runink.Raft.Tests;

/// <summary>One command of a trace.</summary>
internal delegate void TraceCommand(TraceWorld world, string arguments);

/// <summary>All commands by name; each family stands in a file of its own.</summary>
internal static class TraceCommands
{
    private static readonly Dictionary<string, TraceCommand> All = new(
        [.. NodeCommands.All, .. LeadershipCommands.All, .. ClientCommands.All, .. NetworkCommands.All, .. DiskCommands.All,
         .. SnapshotCommands.All, .. StatusCommands.All]);

    public static void Run(TraceWorld world, string line)
    {
        var parts = line.Split(' ', 2);
        if (!All.TryGetValue(parts[0], out var command)) throw new FormatException($"there is no command '{parts[0]}'");
        command(world, parts.Length > 1 ? parts[1].Trim() : "");
    }

    /// <summary>The machine that the first word names, and the other words.</summary>
    public static TraceMachine MachineOf(TraceWorld world, string arguments, out string rest)
    {
        var parts = arguments.Split(' ', 2);
        rest = parts.Length > 1 ? parts[1].Trim() : "";
        return world[IdOf(parts[0])];
    }

    /// <summary>The machines that the first word names: one number, several with commas between, or all.</summary>
    public static IReadOnlyList<TraceMachine> MachinesOf(TraceWorld world, string arguments, out string rest)
    {
        var parts = arguments.Split(' ', 2);
        rest = parts.Length > 1 ? parts[1].Trim() : "";
        return parts[0] is "all" or "" ? [.. world.Machines] : [.. parts[0].Split(',').Select(id => world[IdOf(id)])];
    }

    public static NodeId IdOf(string text) =>
        ulong.TryParse(text, out var id) ? new NodeId(id) : throw new FormatException($"'{text}' is no node");
}
