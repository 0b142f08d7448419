using System.Text;
using static Runink.Raft.Tests.TraceCommands;

namespace Runink.Raft.Tests;

/// <summary>What clients want.</summary>
internal static class ClientCommands
{
    public static Dictionary<string, TraceCommand> All => new()
    {
        ["propose"] = Propose,
        ["read"] = Read,
        ["renew"] = Renew,
    };

    /// <summary>
    /// <c>propose 1 #7 hello</c>; more words are more proposals in the same breath, with the following numbers.
    /// </summary>
    private static void Propose(TraceWorld world, string arguments)
    {
        var machine = MachineOf(world, arguments, out var rest);
        var parts = rest.Split(' ');
        var context = ContextOf(parts[0]);
        world.Do(machine, node =>
        {
            foreach (var command in parts.Skip(1)) node.Propose(context++, Encoding.UTF8.GetBytes(command), machine.Clock);
        });
    }

    /// <summary><c>read 1 #7</c>; more numbers are more reads in the same breath.</summary>
    private static void Read(TraceWorld world, string arguments)
    {
        var machine = MachineOf(world, arguments, out var contexts);
        world.Do(machine, node =>
        {
            foreach (var context in contexts.Split(' ')) node.Read(ContextOf(context), machine.Clock);
        });
    }

    /// <summary><c>renew 1</c>: a leader that is read from prolongs its lease.</summary>
    private static void Renew(TraceWorld world, string arguments)
    {
        var machine = MachineOf(world, arguments, out _);
        world.Do(machine, node => node.RenewLease(machine.Clock));
    }

    private static ulong ContextOf(string text) =>
        text.StartsWith('#') ? ulong.Parse(text.AsSpan(1)) : throw new FormatException($"'{text}' is not of the form #7");
}
