namespace Runink.Simulation.Tests;

/// <summary>Writes small histories of one object down as text would: who, what, from when to when, with what answer.</summary>
internal sealed class HistoryBuilder(ObjectKind kind)
{
    private readonly List<Operation> _operations = [];
    private long _sequence;

    public IReadOnlyList<Operation> Operations => _operations;

    public HistoryBuilder Write(long called, long returned, long value) => Add(CommandKind.Write, called, returned, value, 0, default);

    public HistoryBuilder Read(long called, long returned, long value) =>
        Add(CommandKind.Read, called, returned, 0, 0, new Reply(ReplyStatus.Done, value));

    public HistoryBuilder Swap(long called, long returned, long expected, long value, bool swapped) =>
        Add(CommandKind.CompareAndSwap, called, returned, value, expected, Reply.Of(swapped));

    public HistoryBuilder Append(long called, long returned, long value) => Add(CommandKind.Append, called, returned, value, 0, default);

    public HistoryBuilder ReadList(long called, long returned, params long[] list) =>
        Add(CommandKind.Read, called, returned, 0, 0, new Reply(ReplyStatus.Done, 0, list));

    public HistoryBuilder Set(CommandKind what, long called, long returned, long element, bool answer) =>
        Add(what, called, returned, element, 0, Reply.Of(answer));

    public HistoryBuilder Pending(CommandKind what, long called, long argument, long expected = 0) =>
        Add(what, called, Operation.Open, argument, expected, default);

    public void IsRight() => Assert.IsType<Verdict.Linearizable>(new LinearizabilityChecker().Check(kind, _operations));

    public Verdict.NotLinearizable IsWrong() =>
        Assert.IsType<Verdict.NotLinearizable>(new LinearizabilityChecker().Check(kind, _operations));

    private HistoryBuilder Add(CommandKind what, long called, long returned, long argument, long expected, Reply reply)
    {
        var command = new Command(_operations.Count, ++_sequence, what, new ObjectId(kind, 0, 0), argument, expected);
        var operation = new Operation(command, called);
        if (returned != Operation.Open) operation.Answer(reply, returned);
        _operations.Add(operation);
        return this;
    }
}
