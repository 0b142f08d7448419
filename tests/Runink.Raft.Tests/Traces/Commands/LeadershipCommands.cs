using static Runink.Raft.Tests.TraceCommands;

namespace Runink.Raft.Tests;

/// <summary>Time, elections, and who belongs to the group.</summary>
internal static class LeadershipCommands
{
    private const long TickNanoseconds = 10_000_000;

    public static Dictionary<string, TraceCommand> All => new()
    {
        ["tick"] = Tick,
        ["clock"] = Clock,
        ["wake"] = Wake,
        ["campaign"] = Campaign,
        ["elect"] = Elect,
        ["transfer"] = Transfer,
        ["change"] = Change,
    };

    /// <summary><c>tick 1 10</c>: ten ticks of ten milliseconds, also on the machine's clock.</summary>
    private static void Tick(TraceWorld world, string arguments)
    {
        var machines = MachinesOf(world, arguments, out var count);
        for (var left = count.Length > 0 ? int.Parse(count) : 1; left > 0; left--)
        {
            foreach (var machine in machines)
            {
                machine.Clock += TickNanoseconds;
                if (machine.Node is not null) world.Do(machine, node => node.Tick(machine.Clock));
            }
        }
    }

    /// <summary><c>clock 1 +5s</c>: time passes on the machine while its process stands still.</summary>
    private static void Clock(TraceWorld world, string arguments)
    {
        foreach (var machine in MachinesOf(world, arguments, out var span)) machine.Clock += Duration.Parse(span.TrimStart('+'));
    }

    private static void Wake(TraceWorld world, string arguments) =>
        world.Do(MachineOf(world, arguments, out _), node => node.Wake());

    private static void Campaign(TraceWorld world, string arguments)
    {
        var machine = MachineOf(world, arguments, out _);
        world.Do(machine, node => node.Campaign(machine.Clock));
    }

    /// <summary><c>elect 1</c>: node 1 stands, and everything is delivered and written in silence until all is at rest.</summary>
    private static void Elect(TraceWorld world, string arguments)
    {
        var quiet = world.Quiet;
        world.Quiet = true;
        Campaign(world, arguments);
        world.Settle();
        world.Quiet = quiet;
        if (MachineOf(world, arguments, out _).Node is not { Role: Role.Leader })
            throw new FormatException($"node {arguments} was not elected");
    }

    private static void Transfer(TraceWorld world, string arguments)
    {
        var machine = MachineOf(world, arguments, out var target);
        world.Do(machine, node => node.TransferLeadership(IdOf(target), machine.Clock));
    }

    /// <summary><c>change 1 AddLearner 4, Promote 3</c>.</summary>
    private static void Change(TraceWorld world, string arguments)
    {
        var machine = MachineOf(world, arguments, out var steps);
        var change = new MembershipChange([.. steps.Split(',',
            StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(StepOf)]);
        world.Do(machine, node => node.ChangeMembership(change, machine.Clock));
    }

    private static MembershipStep StepOf(string text)
    {
        var parts = text.Split(' ');
        return new MembershipStep(Enum.Parse<MembershipOperation>(parts[0]), IdOf(parts[1]));
    }
}
