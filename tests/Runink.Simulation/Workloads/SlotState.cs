namespace Runink.Simulation;

/// <summary>The object that a slot holds now. Its hash is kept up to date, so that hashing a whole state machine costs nothing.</summary>
internal sealed class SlotState
{
    private readonly int _place;
    private long[] _list = [];
    private int _count;
    private ulong _listHash;

    public SlotState(ObjectId id)
    {
        _place = id.Place;
        Generation = id.Generation;
        Rehash();
    }

    public int Generation { get; private set; }

    /// <summary>The register's value, or the set as bits.</summary>
    public long Value { get; private set; }

    public ReadOnlyMemory<long> List => _list.AsMemory(0, _count);

    public ulong Hash { get; private set; }

    /// <summary>Makes room for a later object: it begins empty.</summary>
    public void Renew(int generation)
    {
        Generation = generation;
        Value = 0;
        (_list, _count, _listHash) = ([], 0, 0);
        Rehash();
    }

    /// <summary>Fills the object with what a snapshot says.</summary>
    public void Load(long value, ReadOnlySpan<long> list)
    {
        Value = value;
        foreach (var item in list) Push(item);
        Rehash();
    }

    public Reply Apply(in Command command)
    {
        if (command.IsRead) return Query(command);
        var before = Value;
        switch (command.Kind)
        {
            case CommandKind.Write:
                Value = command.Argument;
                Rehash();
                return new Reply(ReplyStatus.Done);
            case CommandKind.CompareAndSwap:
                if (before == command.Expected) Value = command.Argument;
                Rehash();
                return Reply.Of(before == command.Expected);
            case CommandKind.Append:
                Push(command.Argument);
                Rehash();
                return new Reply(ReplyStatus.Done);
            case CommandKind.Add:
                Value |= Bit(command);
                Rehash();
                return Reply.Of(Value != before);
            default:
                Value &= ~Bit(command);
                Rehash();
                return Reply.Of(Value != before);
        }
    }

    public Reply Query(in Command command) => command.Kind == CommandKind.Contains
        ? Reply.Of((Value & Bit(command)) != 0)
        : new Reply(ReplyStatus.Done, Value, List);

    private static long Bit(in Command command) => 1L << (int)command.Argument;

    private void Push(long item)
    {
        // Always a longer array, never a write over what a reply may still show.
        if (_count == _list.Length) Array.Resize(ref _list, Math.Max(4, _count * 2));
        _list[_count++] = item;
        _listHash = Mixer.Mix(_listHash ^ (ulong)item);
    }

    private void Rehash() =>
        Hash = Mixer.Mix(Mixer.Mix(Mixer.Mix(((ulong)(uint)_place << 32) | (uint)Generation) ^ (ulong)Value) ^ _listHash ^ (ulong)_count);
}
