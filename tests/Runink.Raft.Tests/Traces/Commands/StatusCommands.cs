using static Runink.Raft.Tests.TraceCommands;

namespace Runink.Raft.Tests;

/// <summary>Questions; they change nothing.</summary>
internal static class StatusCommands
{
    public static Dictionary<string, TraceCommand> All => new()
    {
        ["quiet"] = (world, _) => world.Quiet = true,
        ["loud"] = (world, _) => world.Quiet = false,
        ["status"] = (world, arguments) => Each(world, arguments, StatusOf),
        ["log"] = (world, arguments) => Each(world, arguments, LogOf),
        ["state"] = (world, arguments) => Each(world, arguments, machine => $"state {machine.State}"),
        ["disk"] = (world, arguments) => Each(world, arguments, machine => $"disk {machine.Disk}"),
        ["load"] = (world, arguments) => Each(world, arguments, machine => LoadOf(machine.Node!.Load)),
        ["lease"] = (world, arguments) => Each(world, arguments, LeaseOf),
        ["wire"] = Wire,
    };

    private static void Each(TraceWorld world, string arguments, Func<TraceMachine, string> describe)
    {
        foreach (var machine in MachinesOf(world, arguments, out _)) world.Say($"{machine.Id}: {describe(machine)}");
    }

    private static string StatusOf(TraceMachine machine) => machine.Node is not { } node
        ? "down"
        : $"{node.Role} t{node.Term} vote={node.VotedFor} leader={node.Leader} log={node.LogBase}..{node.LastLog} "
        + $"durable={node.DurableIndex} commit={node.Commit} applied={node.AppliedIndex} {node.Membership} "
        + $"since {node.MembershipIndex}"
        + (node.TransferTarget == NodeId.None ? "" : $" transfer={node.TransferTarget}") + (node.IsAsleep ? " asleep" : "");

    private static string LogOf(TraceMachine machine)
    {
        var node = machine.Node!;
        List<Entry> entries = [];
        for (var index = node.LogBase.Index.Next; index <= node.LastLog.Index; index = index.Next)
            entries.Add(node.EntryAt(index)!);
        return $"log {node.LogBase} [{string.Join(", ", entries)}]";
    }

    private static string LoadOf(RaftLoad load) =>
        $"load log={load.LogEntries}/{load.LogBytes}B writes={load.PendingWrites} promises={load.PendingPromises} "
        + $"reads={load.PendingReads} forwarded={load.ForwardedProposals} unapplied={load.UnappliedBytes}B "
        + $"applying={load.ApplyingBytes}B inflight={load.InflightMessages}/{load.InflightBytes}B";

    /// <summary>How much longer reads may be served without asking.</summary>
    private static string LeaseOf(TraceMachine machine) =>
        machine.Node!.LeaseEnd is { } end ? $"lease for {end - machine.Clock}ns" : "no lease";

    private static void Wire(TraceWorld world, string arguments)
    {
        foreach (var message in world.Wire.Messages) world.Say(message.ToString());
    }
}
