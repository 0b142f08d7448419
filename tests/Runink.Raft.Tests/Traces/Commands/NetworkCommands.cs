using static Runink.Raft.Tests.TraceCommands;

namespace Runink.Raft.Tests;

/// <summary>
/// What the network does. Messages are named by their way, their kind and their place among those alike, each of which may be
/// left out: <c>deliver 1->2 AppendRequest 2</c>, <c>drop *->3</c>, <c>deliver VoteRequest</c>.
/// </summary>
internal static class NetworkCommands
{
    public static Dictionary<string, TraceCommand> All => new()
    {
        ["deliver"] = Deliver,
        ["drop"] = Drop,
        ["duplicate"] = (world, which) => EachOf(world, which, world.Wire.Double),
        ["inject"] = Inject,
        ["settle"] = (world, _) => world.Settle(),
        ["isolate"] = Isolate,
        ["cut"] = Cut,
        ["heal"] = (world, _) => world.Wire.Heal(),
        ["unreachable"] = Unreachable,
        ["peerdown"] = PeerDown,
    };

    /// <summary><c>deliver</c>: what is on the way now; <c>deliver all</c>: also the answers, until nothing is.</summary>
    private static void Deliver(TraceWorld world, string which)
    {
        if (which == "all") world.DeliverAll();
        else EachOf(world, which, world.Deliver);
    }

    /// <summary><c>drop all</c> may find nothing; every other choice must name a message.</summary>
    private static void Drop(TraceWorld world, string which)
    {
        if (which == "all") world.Wire.Clear();
        else EachOf(world, which, world.Wire.Remove);
    }

    /// <summary>
    /// <c>inject 2->1 t3 VoteGranted</c>: a message from nowhere, as a late, doubled or foreign one looks to its receiver.
    /// </summary>
    private static void Inject(TraceWorld world, string text)
    {
        var message = MessageText.Parse(text, new GroupId(1));
        var machine = world[message.To];
        world.Do(machine, node => node.Receive(message, machine.Clock));
    }

    private static void Isolate(TraceWorld world, string arguments)
    {
        foreach (var machine in MachinesOf(world, arguments, out _))
        {
            foreach (var other in world.Machines.Where(other => other != machine))
            {
                world.Wire.Cut(machine.Id, other.Id);
                world.Wire.Cut(other.Id, machine.Id);
            }
        }
    }

    /// <summary><c>cut 1->2</c>: one way only.</summary>
    private static void Cut(TraceWorld world, string way)
    {
        var ends = way.Split("->");
        world.Wire.Cut(IdOf(ends[0]), IdOf(ends[1]));
    }

    private static void Unreachable(TraceWorld world, string arguments) =>
        world.Do(MachineOf(world, arguments, out var peer), node => node.PeerUnreachable(IdOf(peer)));

    private static void PeerDown(TraceWorld world, string arguments)
    {
        var machine = MachineOf(world, arguments, out var peer);
        world.Do(machine, node => node.PeerDown(IdOf(peer), machine.Clock));
    }

    private static void EachOf(TraceWorld world, string which, Action<Message> act)
    {
        IEnumerable<Message> found = world.Wire.Messages;
        int? place = null;
        foreach (var word in which.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            if (word.Contains("->", StringComparison.Ordinal))
            {
                var ends = word.Split("->");
                found = found.Where(m => ends[0] is "*" || m.From == IdOf(ends[0]))
                    .Where(m => ends[1] is "*" || m.To == IdOf(ends[1]));
            }
            else if (int.TryParse(word, out var number))
            {
                place = number;
            }
            else
            {
                found = found.Where(m => m.GetType().Name == word);
            }
        }

        var chosen = found.ToList();
        if (place is { } nth) chosen = chosen.Slice(nth - 1, 1);
        if (chosen.Count == 0) throw new FormatException($"no such message is on the way: {which}");
        foreach (var message in chosen) act(message);
    }
}
