namespace Runink.Simulation;

/// <summary>
/// Thinks up what clients ask. Every value that is written or appended is used once in a run, so that a value tells which operation
/// it comes from.
/// </summary>
public sealed class Workload(WorkloadOptions options, Prng chance)
{
    private const int FreshExpectationPartsPerMillion = 750_000;

    private readonly Place[] _places = new Place[ObjectId.MaxPlaces];
    private readonly long[] _sequences = new long[StateMachine.MaxClients];
    private long _lastValue;

    /// <summary>The next command of a client.</summary>
    public Command Next(int client)
    {
        var kind = chance.Pick(options.Kinds.AsSpan());
        var slot = (byte)Math.Min(chance.Below(options.Slots), chance.Below(options.Slots));
        ref var place = ref _places[new ObjectId(kind, slot, 0).Place];
        if (place.Asked++ == options.OperationsPerObject) place = new Place { Generation = place.Generation + 1, Asked = 1 };
        var target = new ObjectId(kind, slot, place.Generation);
        var what = chance.Chance(options.ReadPartsPerMillion) ? Reading(kind) : Changing(kind);
        return new Command(client, ++_sequences[client], what, target, ArgumentFor(what), ExpectationFor(what, place));
    }

    /// <summary>Takes note of what an answer shows, so that compare-and-swaps have something to expect.</summary>
    public void Learn(in Command command, in Reply reply)
    {
        ref var place = ref _places[command.Target.Place];
        if (command.Target.Kind != ObjectKind.CasRegister || reply.Status != ReplyStatus.Done) return;
        if (place.Generation != command.Target.Generation) return;
        if (command.Kind == CommandKind.Read) place.LastSeen = reply.Value;
        else if (command.Kind == CommandKind.Write || reply.Value == 1) place.LastSeen = command.Argument;
    }

    /// <summary>Whether no client will ever ask for this object again.</summary>
    public bool IsOver(ObjectId target) => _places[target.Place].Generation > target.Generation;

    /// <summary>No client will ask for this object again: the next generation takes its slot.</summary>
    public void Retire(ObjectId target)
    {
        ref var place = ref _places[target.Place];
        if (place.Generation == target.Generation) place = new Place { Generation = place.Generation + 1 };
    }

    private static CommandKind Reading(ObjectKind kind) => kind == ObjectKind.Set ? CommandKind.Contains : CommandKind.Read;

    private CommandKind Changing(ObjectKind kind) => kind switch
    {
        ObjectKind.Register => CommandKind.Write,
        ObjectKind.CasRegister => chance.Below(5) == 0 ? CommandKind.Write : CommandKind.CompareAndSwap,
        ObjectKind.List => CommandKind.Append,
        _ => chance.Coin() ? CommandKind.Add : CommandKind.Remove,
    };

    private long ArgumentFor(CommandKind what) => what switch
    {
        CommandKind.Read => 0,
        CommandKind.Add or CommandKind.Remove or CommandKind.Contains => chance.Below(options.Elements),
        _ => ++_lastValue,
    };

    private long ExpectationFor(CommandKind what, in Place place)
    {
        if (what != CommandKind.CompareAndSwap) return 0;
        // Now and then something older, so that swaps fail for a reason that the history knows.
        return chance.Chance(FreshExpectationPartsPerMillion) ? place.LastSeen : Math.Max(0, place.LastSeen - chance.Below(20));
    }

    private struct Place
    {
        public int Generation;
        public int Asked;
        public long LastSeen;
    }
}
