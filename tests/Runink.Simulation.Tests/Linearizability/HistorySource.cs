using Runink.Raft;

namespace Runink.Simulation.Tests;

/// <summary>Histories of an object that is used by several clients at once and is truly atomic: every one is linearizable.</summary>
internal sealed class HistorySource(ObjectKind kind, Prng chance, int clients, int values)
{
    private readonly StateMachine _machine = new();
    private readonly List<Operation> _history = [];
    private readonly Running?[] _running = new Running?[clients];
    private long _now;
    private long _sequence;

    /// <param name="count">Operations in all.</param>
    /// <param name="abandonPartsPerMillion">How often a client gives up before the answer.</param>
    public List<Operation> Make(int count, int abandonPartsPerMillion)
    {
        for (var called = 0; called < count || _running.Any(r => r is not null); _now++)
        {
            var client = chance.Below(clients);
            if (_running[client] is not { } running)
            {
                if (called++ < count) _running[client] = new Running(new Operation(NextCommand(client), _now));
            }
            else if (chance.Chance(abandonPartsPerMillion))
            {
                // Nobody will know; it may still take effect now.
                if (!running.IsDone && chance.Coin()) Take(running);
                End(client, running);
            }
            else if (!running.IsDone)
            {
                Take(running);
            }
            else
            {
                running.Operation.Answer(running.Reply, _now);
                End(client, running);
            }
        }

        return _history;
    }

    private void End(int client, Running running)
    {
        _history.Add(running.Operation);
        _running[client] = null;
    }

    private void Take(Running running)
    {
        running.IsDone = true;
        running.Reply = _machine.Apply(
            new Entry(_machine.Applied.Index.Next, new Term(1), EntryKind.Command, running.Operation.Command.Encode()));
    }

    private Command NextCommand(int client)
    {
        var what = kind switch
        {
            ObjectKind.Register => chance.Pick(CommandKind.Read, CommandKind.Write),
            ObjectKind.CasRegister => chance.Pick(CommandKind.Read, CommandKind.Write, CommandKind.CompareAndSwap),
            ObjectKind.List => chance.Pick(CommandKind.Read, CommandKind.Append),
            _ => chance.Pick(CommandKind.Add, CommandKind.Remove, CommandKind.Contains),
        };
        return new Command(client, ++_sequence, what, new ObjectId(kind, 0, 0), NextValue(), NextValue());
    }

    private int NextValue() => chance.Below(kind == ObjectKind.Set ? Math.Min(values, Command.SetElements) : values);

    private sealed class Running(Operation operation)
    {
        public Operation Operation => operation;

        public bool IsDone { get; set; }

        public Reply Reply { get; set; }
    }
}
