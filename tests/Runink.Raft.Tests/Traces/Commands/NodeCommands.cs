using static Runink.Raft.Tests.TraceCommands;

namespace Runink.Raft.Tests;

/// <summary>Machines come, stop and start again.</summary>
internal static class NodeCommands
{
    public static Dictionary<string, TraceCommand> All => new()
    {
        ["nodes"] = Nodes,
        ["node"] = Node,
        ["crash"] = Crash,
        ["restart"] = Restart,
    };

    /// <summary>
    /// <c>nodes 3 PreVote=off</c>: the founders 1 to 3 of a group, all alike; that they start is not worth a line.
    /// </summary>
    private static void Nodes(TraceWorld world, string arguments)
    {
        var parts = arguments.Split(' ', 2);
        var ids = Enumerable.Range(1, int.Parse(parts[0])).Select(id => (ulong)id).ToArray();
        world.Quiet = true;
        foreach (var id in ids) Add(world, new NodeId(id), Membership.OfVoters(ids), parts.Length > 1 ? parts[1] : "");
        world.Quiet = false;
    }

    /// <summary><c>node 4 log=1,1,2</c>: one node by itself; without <c>members=</c> it knows of no group yet.</summary>
    private static void Node(TraceWorld world, string arguments)
    {
        var parts = arguments.Split(' ', 2);
        Add(world, IdOf(parts[0]), Membership.Empty, parts.Length > 1 ? parts[1] : "");
    }

    /// <summary>
    /// <c>crash 1</c> loses every write under way; <c>crash 1 keep 2</c> finds the first two on the disk afterwards.
    /// </summary>
    private static void Crash(TraceWorld world, string arguments)
    {
        foreach (var machine in MachinesOf(world, arguments, out var rest))
        {
            for (var kept = rest.Length > 0 ? int.Parse(rest.Split(' ')[1]) : 0; kept > 0; kept--) machine.Disk.Finish();
            machine.Stop();
        }
    }

    private static void Restart(TraceWorld world, string arguments)
    {
        foreach (var machine in MachinesOf(world, arguments, out _)) world.Start(machine);
    }

    private static void Add(TraceWorld world, NodeId id, Membership members, string text)
    {
        var node = new NodeText(id, members, text);
        world.Add(new TraceMachine(node.Options, new TraceDisk(node.Recovered)));
    }
}
