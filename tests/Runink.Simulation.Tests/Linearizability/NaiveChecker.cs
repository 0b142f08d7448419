namespace Runink.Simulation.Tests;

/// <summary>Tries every order there is, with a model written anew: slow, short and surely right.</summary>
internal static class NaiveChecker
{
    public static bool IsLinearizable(ObjectKind kind, IReadOnlyList<Operation> operations) => Explains(kind, [], [.. operations]);

    private static bool Explains(ObjectKind kind, long[] state, List<Operation> rest)
    {
        if (rest.TrueForAll(o => o.IsOpen)) return true;
        foreach (var first in rest)
        {
            if (rest.Exists(o => o.Return < first.Call)) continue;
            var (answer, next) = Do(kind, state, first.Command);
            if (!first.IsOpen && !Same(first, answer)) continue;
            if (Explains(kind, next, [.. rest.Where(o => o != first)])) return true;
        }

        return false;
    }

    private static (long[] Answer, long[] Next) Do(ObjectKind kind, long[] state, Command command)
    {
        var value = state.Length > 0 ? state[0] : 0;
        var has = state.Contains(command.Argument);
        return (kind, command.Kind) switch
        {
            (ObjectKind.List, CommandKind.Read) => (state, state),
            (_, CommandKind.Read) => ([value], state),
            (_, CommandKind.Write) => ([], [command.Argument]),
            (_, CommandKind.CompareAndSwap) => value == command.Expected ? ([1], [command.Argument]) : ([0], state),
            (_, CommandKind.Append) => ([], [.. state, command.Argument]),
            (_, CommandKind.Add) => has ? ([0], state) : ([1], [.. state, command.Argument]),
            (_, CommandKind.Remove) => has ? ([1], [.. state.Where(e => e != command.Argument)]) : ([0], state),
            _ => ([has ? 1 : 0], state),
        };
    }

    private static bool Same(Operation operation, long[] answer) => operation.Command.Kind switch
    {
        CommandKind.Write or CommandKind.Append => true,
        CommandKind.Read when operation.Command.Target.Kind == ObjectKind.List => operation.Reply.List.Span.SequenceEqual(answer),
        _ => operation.Reply.Value == answer[0],
    };
}
